package import Sentences

extension FlatTable {
    /// All tables with their columns named in a language; the tables keep their names.
    package static func all(in language: Language) -> [FlatTable] {
        guard language == .chinese else { return all }
        return all.map { table in
            var named = table
            for index in named.columns.indices {
                let name = named.columns[index].name
                named.columns[index].name = chineseColumns[name] ?? name
            }
            return named
        }
    }

    /// What its sheet is called.
    func sheetName(in language: Language) -> String { language == .chinese ? Self.chineseTables[name] ?? name : name }

    private static let chineseTables = [
        "releases": "公开文件", "tables": "表", "lines": "行", "amounts": "金额", "line_values": "其他内容",
        "line_fields": "表单内容", "projects": "项目", "indicators": "指标", "indicator_values": "指标内容",
        "statements": "说明中的数字", "checks": "勾稽", "findings": "问题",
    ]

    private static let chineseColumns = [
        "release": "文件摘要", "name": "名称", "path": "路径", "administrative_classification": "部门", "level": "层级",
        "fiscal_year": "年度", "phase": "阶段", "status": "状态", "pages": "页数", "bytes": "字节数", "media_type": "文件类型",
        "parser_version": "程序版本", "fingerprint": "读取指纹", "arrived_at": "到达时间", "superseded_by": "取代它的文件",
        "issuer_key": "部门统一名", "amounts": "金额个数", "proven": "已印证", "figures": "数字总数", "unaccounted": "未归属数字",
        "table_id": "表编号", "form": "表式", "title": "标题", "issuer": "编制部门", "unit": "单位", "yuan_per_unit": "每单位元数",
        "first_page": "首页", "last_page": "末页", "rows": "行数", "notes": "附注", "line_id": "行编号", "list": "列表",
        "side": "收支", "kind": "行类", "parent_id": "上级行", "code": "编码", "functional_classification": "功能分类编码",
        "economic_classification": "经济分类编码", "first_row": "首行", "last_row": "末行", "page": "页", "amount": "金额",
        "amount_yuan": "金额_元", "government_code": "政府预算编码", "government_name": "政府预算名称", "confidence": "可信度",
        "column_key": "列", "heading": "印出的表头", "text": "内容", "position": "序号", "label": "标签",
        "spending_unit": "资金使用单位", "nature": "项目性质", "category": "项目类别", "department": "主管部门",
        "implementing_unit": "实施单位", "start": "开始时间", "end": "结束时间", "goal": "年度绩效目标", "total_goal": "项目总目标",
        "number": "编号", "level1_code": "一级指标编码", "level1": "一级指标", "level2_code": "二级指标编码", "level2": "二级指标",
        "level3": "三级指标", "cycle_target": "实施周期指标值", "annual_target": "年度指标值", "statement_id": "语句编号",
        "value": "数值", "value_yuan": "数值_元", "outcome": "结果", "matches": "对应金额", "rule": "规则", "printed": "印出数",
        "computed": "计算数", "tolerance": "容差", "parts": "分项", "severity": "严重程度", "message": "说明",
    ]
}

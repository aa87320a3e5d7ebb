"""How many cells of a document a tool has right."""
import difflib, re
from collections import Counter, defaultdict


def plain(cell): return re.sub(r"\s+", "", cell or "")


def in_order(wanted, found):
    """How many of the wanted cells stand in the found row, in their order."""
    if wanted == found: return len(wanted)
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def right_cells(gold, rows):
    """Every row of gold is given the row found that has most of its cells in order; each row is given once. Where a cell
    stands among empty ones is not asked, so that no tool loses by how it writes merged cells."""
    amount = lambda cell: cell.replace(",", "") if re.fullmatch(r"-?[\d,]+\.?\d*", cell) else cell
    gold = [[amount(cell) for cell in row] for row in gold]
    found = [[amount(plain(str(cell) if cell is not None else "")) for cell in row] for row in rows]
    found = [[cell for cell in row if cell] for row in found]
    holding = defaultdict(set)
    for index, row in enumerate(found):
        for cell in row: holding[cell].add(index)
    left = set(range(len(found)))
    right = 0
    # Whole rows first: a row like another must not take its place.
    open_rows = []
    exact = defaultdict(list)
    for index, row in enumerate(found): exact[tuple(row)].append(index)
    for row in gold:
        if exact[tuple(row)]:
            left.discard(exact[tuple(row)].pop(0))
            right += len(row)
        else:
            open_rows.append(row)
    for row in open_rows:
        counts = Counter(index for cell in set(row) for index in holding[cell] if index in left)
        best = max(((in_order(row, found[index]), -index) for index, _ in counts.most_common(12)), default=(0, 0))
        right += best[0]
        if best[0]: left.discard(-best[1])
    return right, sum(map(len, gold))

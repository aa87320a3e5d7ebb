"""Charts as SVG: bars on a logarithmic scale, and points on lines."""
import html, math

# Read on white and on black.
TEXT, RULE, OURS, OTHERS = "#767676", "#a0a0a0", "#c8102e", "#7b8794"
FONT = 'font-family="system-ui, sans-serif" font-size="13"'


def _svg(width, height, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" {FONT} fill="{TEXT}">\n' + "\n".join(parts) + "\n</svg>\n")


def _text(x, y, text, anchor="start", weight="normal"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}">{html.escape(text)}</text>'


def bars(title, note, rows):
    """Rows of (name, value, label, isOurs); bars on a logarithmic scale that begins at the least value's half."""
    left, width, line, top = 190, 800, 30, 58
    least = min(value for _, value, _, _ in rows) / 2
    most = max(value for _, value, _, _ in rows)
    scale = (width - left - 240) / math.log(most / least)
    parts = [_text(0, 18, title, weight="bold"), _text(0, 38, note)]
    for index, (name, value, label, is_ours) in enumerate(rows):
        y = top + index * line
        length = math.log(value / least) * scale
        parts.append(_text(left - 10, y + 15, name, "end", "bold" if is_ours else "normal"))
        parts.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="20" rx="2" fill="{OURS if is_ours else OTHERS}"/>')
        parts.append(_text(left + length + 8, y + 15, label))
    return _svg(width, top + len(rows) * line + 6, parts)


def lines(panels):
    """Panels of (title, label of x, label of y, points): each point a pair, on logarithmic scales, with the straight
    line through the origin that fits the last point."""
    width, height, gap = 360, 250, 20
    parts = []
    for index, (title, x_label, y_label, points) in enumerate(panels):
        left, top, right, bottom = index * (width + gap) + 58, 30, index * (width + gap) + width - 26, height - 40
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys) / 1.6, max(ys) * 1.6

        def place(x, y):
            return (left + math.log(x / x0) / math.log(x1 / x0) * (right - left),
                    bottom - math.log(y / y0) / math.log(y1 / y0) * (bottom - top))

        parts.append(_text(left, 16, title, weight="bold"))
        parts.append(f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="{RULE}"/>')
        for x in xs: parts.append(_text(place(x, y0)[0], bottom + 18, f"{x:,}", "middle"))
        for y in (ys[0], ys[-1]): parts.append(_text(left - 6, place(x0, y)[1] + 4, f"{y:,.3g}", "end"))
        parts.append(_text((left + right) / 2, height - 4, f"{x_label} → {y_label}", "middle"))
        slope = ys[-1] / xs[-1]
        start = max(x0, y0 / slope)
        ends = [place(start, slope * start), place(x1, slope * x1)]
        parts.append(f'<path d="M{ends[0][0]:.1f} {ends[0][1]:.1f}L{ends[1][0]:.1f} {ends[1][1]:.1f}" '
                     f'stroke="{RULE}" stroke-dasharray="4 4"/>')
        for x, y in points:
            px, py = place(x, y)
            parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="{OURS}"/>')
    return _svg(len(panels) * (width + gap) - gap, height, parts)

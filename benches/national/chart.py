"""A chart of how the cost of each step grows with the people: one line a step, both axes in powers of ten. Static SVG, no script."""
import math

# Colours that differ in lightness too; each line also ends in its step's name.
COLOURS = ["#003f5c", "#2f6db2", "#7a5195", "#bc5090", "#ef5675", "#ff7c2b", "#6b6b00"]
LEFT, RIGHT, TOP, BOTTOM, WIDTH, HEIGHT = 70, 190, 20, 55, 760, 420


def growth(people, steps, measure):
    """SVG text: `steps` maps each step to its `measure`, one figure for each number of `people`."""
    values = [value for figures in steps.values() for value in figures if value > 0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(min(people)), math.log10(max(people))

    def x(count):
        return LEFT + (math.log10(count) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value):
        return HEIGHT - BOTTOM - (math.log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
        f"<title>{measure} of each step by number of people</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        lines.append(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for count in people:
        lines.append(f'<text x="{x(count):.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{count:,}</text>')
    lines.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.1f}" y="{HEIGHT - 8}" text-anchor="middle">people</text>')
    lines.append(f'<text x="16" y="{(TOP + HEIGHT - BOTTOM) / 2:.1f}" text-anchor="middle" transform="rotate(-90 16 {(TOP + HEIGHT - BOTTOM) / 2:.1f})">{measure}</text>')
    ends = places({step: y(figures[-1]) for step, figures in steps.items()})
    for colour, (step, figures) in zip(COLOURS * 9, steps.items()):
        points = [(x(count), y(value)) for count, value in zip(people, figures) if value > 0]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for across, down in points]
        lines.append(f'<text x="{WIDTH - RIGHT + 10}" y="{ends[step] + 4:.1f}" fill="{colour}">{step}: {figures[-1]:,.0f}</text>')
    return "\n".join([*lines, "</svg>", ""])


def places(wanted, apart=16):
    """Heights of labels near those wanted, none over another."""
    found, lowest = {}, -math.inf
    for step, height in sorted(wanted.items(), key=lambda item: item[1]):
        lowest = found[step] = max(height, lowest + apart)
    return found

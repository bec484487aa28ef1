"""`docs/disclosing.md`, `docs/removal.md` and so on, each also as `.zh.md`: the guides as pages show them."""

from __future__ import annotations

from qingce.doors.web.guides import GUIDES, guide_named

STATIC = "../src/qingce/doors/web/static"
END = {"en": ".md", "zh": ".zh.md"}


def pages() -> dict[str, str]:
    """Each guide in each language, by its path."""
    return {f"docs/{name}{END[language]}": _page(name, language) for name in GUIDES for language in END}


def _page(name: str, language: str) -> str:
    guide = guide_named(name, language)
    other = {
        "en": f"中文：[{guide_named(name, 'zh').title}]({name}.zh.md)",
        "zh": f"English: [{name}.md]({name}.md)",
    }
    lines = [f"# {guide.title}", other[language], guide.lede, guide.invented]
    for place, step in enumerate(guide.steps, 1):
        lines += [f"## {place}. {step.title}", f"`{step.clause}`", *step.text]
        lines.append(f"![{step.title}]({STATIC}/{step.picture})")
    return "\n\n".join(lines) + "\n"

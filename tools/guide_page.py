"""`docs/disclosing.md` and `docs/disclosing.zh.md`: the guide for enterprises as the product shows it."""

from __future__ import annotations

from qingce.doors.web.green_choice.guide import disclosing_guide

STATIC = "../src/qingce/doors/web/static"
OTHER = {"en": "中文：[企业信息公开指南](disclosing.zh.md)", "zh": "English: [disclosing.md](disclosing.md)"}


def page(language: str) -> str:
    """The page in a language: zh or en."""
    guide = disclosing_guide(language)
    lines = [f"# {guide.title}", OTHER[language], guide.lede, guide.invented]
    for place, step in enumerate(guide.steps, 1):
        lines += [f"## {place}. {step.title}", f"`{step.clause}`", *step.text]
        lines.append(f"![{step.title}]({STATIC}/{step.picture})")
    return "\n\n".join(lines) + "\n"

"""Words and slips of the pen for `matching_pairs.py`: invented enterprises, and ways names are written wrong."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from random import Random

from qingce.pure.kernel.uscc import is_uscc


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BRAND = (
    "宏源华盛鑫瑞恒泰昌隆兴达永安康嘉信德顺利丰裕盈汇通远大正阳光明辉煌金银铭锦凯旋腾飞龙凤翔鹏程万里云海江河"
    "湖川岭峰林森木青绿蓝天星辰晨曦晖昊宇宙同和合众联创新科益美佳艺诚实友谊普惠民生福禄祥瑞吉庆百年松柏竹梅兰"
)
TRADES = words(
    "化工 印染 电镀 纸业 五金制品 塑料制品 建材 水泥 食品 纺织 机械制造 新材料科技 环保科技 金属表面处理 皮革 "
    "混凝土 陶瓷 铸造 制药 电子 汽车零部件 家具 包装材料 橡胶制品 农牧 矿业 热电 污水处理 涂料 生物科技 钢铁 玻璃 "
    "精细化工 合成纤维 线路板 冶金 肥料 印刷 酒业 乳业"
)
STREETS = words("人民 解放 中山 建设 工业 创业 兴业 迎宾 环城 振兴 滨河 科技 和平 东风 新华")
SITES = words("分厂 二厂 北厂区 第一分公司 第二分公司 销售分公司 新区分公司 仓储分公司 污水处理分公司 东厂区")
LOOK_ALIKE = words(
    "末未 己已 申由 博搏 泰秦 辉晖 微徽 晟晨 沪护 亿忆 健建 杨扬 析折 冶治 铭名 源原 鑫金 恒桓 华毕 盛盈 宏宠 "
    "瑞端 昌昂 隆降 达过 永水 康唐 嘉喜 信倍 德得 顺项 丰半 裕裙 汇江 通诵 远运 正止 阳阴 明朋 锦绵 凯剀 腾滕 "
    "飞气 龙尤 翔翱 程呈 云去 海悔 河何 湖胡 川州 峰锋 林材 森淼 青清 绿缘 蓝篮 天夫 星早 宇字 同向 和知 合台 "
    "众从 联职 创仓 新斤 科料 美羊 佳住 艺亿 诚城 友反 民氏 福富 祥详 吉古 百白 松枞 柏拍 梅海 上土 工王 业亚 "
    "化代 材村 料科 制剖 品晶 塑朔 电申 子孑 汽气 车东 配酌 件仵 纸纺 印卯 染柒 环坏 保堡 热熟 处外 理埋 涂徐"
)


def invented_brand(chance: Random) -> str:
    """Two characters, one time in four three."""
    return "".join(chance.sample(BRAND, 3 if chance.random() < 0.25 else 2))  # noqa: PLR2004  # one in four


def invented_code(division: str, chance: Random) -> str:
    """A code with the right check digit whose identifier begins with QCE, which no register has given."""
    body = f"91{division}QCE{chance.randrange(10**5):05}{chance.choice(ALPHABET)}"
    return next(body + last for last in ALPHABET if is_uscc(body + last))


def invented_street(chance: Random) -> str:
    """A street and a number."""
    return f"{chance.choice(STREETS)}路{chance.randint(1, 1999)}号"


@cache
def _common() -> tuple[str, ...]:
    """The 3,755 usual characters of GB 2312, level 1, in the standard's order."""
    rows = range(0xB0, 0xD8)
    pairs = (bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF))
    return tuple(text for text in (pair.decode("gb2312", errors="ignore") for pair in pairs) if text)


@cache
def _by_sound() -> dict[str, list[str]]:
    from pypinyin import lazy_pinyin

    found: defaultdict[str, list[str]] = defaultdict(list)
    for character in _common():
        found[lazy_pinyin(character)[0]].append(character)
    return found


def homophone(name: str, at: int, chance: Random) -> str | None:
    """The name with another usual character of the same sound (any tone) at a place."""
    from pypinyin import lazy_pinyin

    others = [each for each in _by_sound().get(lazy_pinyin(name[at])[0], []) if each != name[at]]
    return name[:at] + chance.choice(others) + name[at + 1 :] if others else None


def look_alike(name: str, at: int, chance: Random) -> str | None:
    """The name with a character of the same look at a place."""
    others = [pair.replace(name[at], "", 1) for pair in LOOK_ALIKE if name[at] in pair]
    return name[:at] + chance.choice(others) + name[at + 1 :] if others else None


def dropped(name: str, at: int, chance: Random) -> str | None:
    """The name without the character at a place."""
    del chance
    return name[:at] + name[at + 1 :]


def added(name: str, at: int, chance: Random) -> str | None:
    """The name with a character typed twice, or a usual one too many."""
    return name[:at] + (name[at] if chance.random() < 0.5 else chance.choice("市新大和美鑫")) + name[at:]  # noqa: PLR2004  # half


def swapped(name: str, at: int, chance: Random) -> str | None:
    """The name with the characters at a place and after it exchanged."""
    del chance
    return None if name[at] == name[at + 1] else name[:at] + name[at + 1] + name[at] + name[at + 2 :]


SLIPS = {
    "typo-homophone": homophone,
    "typo-look-alike": look_alike,
    "typo-dropped": dropped,
    "typo-added": added,
    "typo-swapped": swapped,
}

"""Records of enterprises that do not exist, the same ones for the same number: every name carries 「合成」."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 1
ROWS_PER_ENTERPRISE = 5
COLUMNS = (
    "enterprise_name", "county", "type", "title", "doc_no", "issuer", "published_on", "year", "description",
    "fine_cny", "source_title", "source_kind",
)  # fmt: skip
PLACES = (
    "浙江省绍兴市柯桥区", "江苏省苏州市吴江区", "广东省清远市清城区", "上海市金山区",
    "山东省潍坊市寿光市", "河南省洛阳市伊川县", "河北省石家庄市无极县", "四川省成都市双流区",
)  # fmt: skip
CHARACTERS = "蓝青绿红金银华丰盛达恒远博明宏泰利源兴隆"
TRADES = ("印染", "化工", "造纸", "电镀", "水泥", "纺织", "食品", "制药", "钢铁", "建材")
POLLUTANTS = ("化学需氧量", "氨氮", "总磷", "悬浮物", "二氧化硫", "颗粒物")
SENTENCES = (
    "废水总排放口{pollutant}浓度为{value}mg/L，超过排放标准限值{limit}mg/L",
    "未取得排污许可证排放污染物",
    "危险废物未按规定贮存，约{value}吨",
    "配套废气处理设施未运行，{pollutant}直接外排",
    "环境影响评价文件未经批准，擅自开工建设",
    "重污染天气橙色预警期间未落实停产措施",
)


def enterprise_name(number: int) -> str:
    """The name of an enterprise by its number."""
    chance = random.Random(number)  # noqa: S311  # the same each time, not a secret
    place = chance.choice(PLACES)
    brand = "".join(chance.choices(CHARACTERS, k=3))
    return f"{place[-3:]}合成{brand}{chance.choice(TRADES)}有限公司{number}"


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """Rows in the order of `COLUMNS`; each has a document number of its own."""
    chance = random.Random(SEED)  # noqa: S311  # the same each time, not a secret
    enterprises = max(count // ROWS_PER_ENTERPRISE, 1)
    for number in range(count):
        name = enterprise_name(chance.randrange(enterprises))
        place = next(place for place in PLACES if place.endswith(name[:3]))
        year = chance.randint(2012, 2025)
        yield (
            name,
            place,
            "supervision" if chance.random() < 0.8 else "rectification",  # noqa: PLR2004  # four in five
            "行政处罚决定",
            f"环罚〔{year}〕{number}号",
            f"{place[:6]}生态环境局",
            f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            year,
            chance.choice(SENTENCES).format(
                pollutant=chance.choice(POLLUTANTS), value=chance.randint(5, 900), limit=chance.randint(5, 80)
            ),
            chance.randint(1, 99) * 1000,
            "合成数据",
            "synthetic",
        )


def write_csv(path: Path, count: int) -> None:
    """A file of records with the columns that `qingce ingest` knows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(count))

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.names import MASK, has_mask, is_telling, name_key, name_keys, normalise_name

ANY_NAME = st.text(alphabet=st.characters(), max_size=40)


@pytest.mark.requirement("REC-4")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清遠千百麗紡織印染有限公司", "清远千百丽纺织印染有限公司"),
        ("安美特（中国）化学有限公司", "安美特(中国) 化学有限公司"),
        ("北京巴布科克·威尔科克斯有限公司", "北京巴布科克．威尔科克斯有限公司"),
        ("３Ｍ中国有限公司", "3m中国\n有限公司"),
        ("上海【临港】厂", "上海[临港]厂"),
        ("湯陰縣英海建材有限公司。", "汤阴县英海建材有限公司"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海金伦造纸厂", "上海金伦造纸有限公司"),
        ("中国石油天然气股份有限公司", "中国石油天然气股份有限公司德惠经营处"),
        ("****运输局公路管理所", "运输局公路管理所"),
    ],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "core", "branch", "legal_form"),
    [
        ("3M中国有限公司新桥工厂", "3m中国", "新桥工厂", "有限公司"),
        ("安美特（中国）化学有限公司上海青浦分公司", "安美特(中国)化学", "上海青浦分公司", "有限公司"),
        ("中国石油天然气股份有限公司河南郑州第71加油站", "中国石油天然气", "河南郑州第71加油站", "股份有限公司"),
        (
            "中国石油天然气股份有限公司吉林长春销售分公司德惠经营处",
            "中国石油天然气",
            "吉林长春销售分公司德惠经营处",
            "股份有限公司",
        ),
        ("中国石油天然气股份有限公司", "中国石油天然气", "", "股份有限公司"),
        ("光明牧业有限公司（金山种奶牛场）", "光明牧业", "金山种奶牛场", "有限公司"),
        (
            "上海国际港务（集团）股份有限公司宜东集装箱码头分公司",
            "上海国际港务",
            "宜东集装箱码头分公司",
            "(集团)股份有限公司",
        ),
        ("上海牛奶集团金博科技发展有限公司跃一奶牛养殖场", "上海牛奶集团金博科技发展", "跃一奶牛养殖场", "有限公司"),
        ("上海城投污水处理有限公司白龙港污水处理厂", "上海城投污水处理", "白龙港污水处理厂", "有限公司"),
        ("中国电子科技集团公司第五十一研究所", "中国电子科技", "第五十一研究所", "集团公司"),
        ("上海金泽污水处理有限公司分公司", "上海金泽污水处理", "分公司", "有限公司"),
        ("上海市第六人民医院金山分院", "上海市第六人民医院", "金山分院", ""),
        ("复旦大学附属华山医院东院", "复旦大学附属华山医院", "东院", ""),
        ("上海宝敦金属表面处理厂（普通合伙）", "上海宝敦金属表面处理厂", "", "普通合伙"),
        ("上海老农禽业专业合作社", "上海老农禽业", "", "专业合作社"),
        ("上海闸北油脂化工厂", "上海闸北油脂化工厂", "", "厂"),
        ("盤錦市市政工程建設總公司", "盘锦市市政工程建设", "", "总公司"),
        ("鞍山发蓝股份公司", "鞍山发蓝", "", "股份公司"),
        ("上海外高桥环保服务公司", "上海外高桥环保服务", "", "公司"),
        ("中石化上海分公司", "中石化上海", "分公司", ""),
        ("上海儿童医学中心", "上海儿童医学中心", "", ""),
        ("有限公司", "有限公司", "", "有限公司"),
        ("", "", "", ""),
    ],
)
def test_normalise_name_takes_a_name_apart(name: str, core: str, branch: str, legal_form: str) -> None:
    normal = normalise_name(name)
    assert (normal.original, normal.core, normal.branch, normal.legal_form) == (name, core, branch, legal_form)


@pytest.mark.parametrize(
    ("name", "is_masked"),
    [
        ("****运输局公路管理所", True),
        ("安徽飞龙**建筑工程机械有限公司", True),
        ("安徽某建材有限公司", True),
        ("长沙ＸＸ机械有限公司", True),
        ("长沙×××有限公司", True),
        ("Exxon Mobil有限公司", False),
        ("3M中国有限公司", False),
    ],
)
def test_masked_names_are_recognised(name: str, is_masked: bool) -> None:
    assert normalise_name(name).is_masked is is_masked


@pytest.mark.requirement("REC-4")
@pytest.mark.parametrize(
    "name",
    [
        *["", "-", "——", "/", "12345", "（）", "张"],
        *["****运输局公路管理所", "安徽某建材有限公司", "长沙ＸＸ机械有限公司", "×××", "某公司", "王某", "张某某"],
        *["不详", "无名氏", "个体工商户", "当事人", "有限公司", "该单位", "NULL", "（自然人）", "小作坊"],
        *["张三", "王女士", "李先生", "陈x", "欧阳甲", "欧阳甲乙", "張三", "张 三", "马钢"],
        *["当事人张三", "张三（个体工商户）", "个体工商户(张三)", "张三等3人", "张三等人", "法定代表人李四"],
    ],
)
def test_names_that_tell_no_enterprise(name: str) -> None:
    assert not is_telling(name)
    assert not is_telling(name_key(name))


@pytest.mark.parametrize(
    "name",
    [
        *["上海金伦造纸厂", "3M中国有限公司", "王记厂", "江宁区", "王村", "万科公司", "张三养殖户", "李四猪场"],
        *["同仁堂", "海尔", "IBM", "3M", "王府饭店", "个体工商户王记面馆", "Exxon Mobil有限公司", "中国石油天然气"],
        "中国石油天然气股份有限公司河南郑州第71加油站",
    ],
)
def test_names_that_tell_an_enterprise(name: str) -> None:
    assert is_telling(name)
    assert is_telling(name_key(name))


@given(ANY_NAME)
def test_a_masked_or_empty_name_is_never_telling(name: str) -> None:
    if normalise_name(name).is_masked or not name_key(name):
        assert not is_telling(name)
    assert is_telling(name) == is_telling(name_key(name))


@given(st.text(alphabet="ax*×某甲", max_size=8))
def test_a_key_has_a_mask_where_the_expression_says_so(key: str) -> None:
    assert has_mask(key) == (re.search(MASK, key) is not None)


@given(ANY_NAME)
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(ANY_NAME)
def test_normalise_name_keeps_original_and_key(name: str) -> None:
    normal = normalise_name(name)
    assert (normal.original, normal.key) == (name, name_key(name))
    assert normal.core in normal.key
    assert normal.branch in normal.key


@given(st.lists(ANY_NAME | st.just("a\x00b"), max_size=12))
def test_name_keys_equals_name_key_of_each(names: list[str]) -> None:
    assert name_keys(names) == [name_key(name) for name in names]


def test_name_keys_keeps_order_beyond_one_batch() -> None:
    names = [f"上海（第{number}）加油站" for number in range(10_001)]
    assert name_keys(names) == [f"上海(第{number})加油站" for number in range(10_001)]

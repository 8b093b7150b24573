"""Quotations and numbers of a model's text against what it was shown, in both languages."""

from __future__ import annotations

import pytest

from topicllama.tools.claims import check, notices
from topicllama.tools.number_check import Known, unverified
from topicllama.tools.numerals import numbers
from topicllama.tools.quote_removal import without
from topicllama.tools.quotes import Shown, quotations, unsupported

SHOWN = Shown([
    "The Reserve Bank has cut official interest rates again, still concerned about the slowing "
    "global economy. The central bank has delivered a further\n  cut of 0.25 of a per cent. "
    "\"It is  a good thing,\" he said. It’s the sixth cut.",
    "房价连跌八个月，开发商开始卖车位。中介说，二手房买家出价动辄砍掉两成。",
    "雲溪市兩千輛出租車今年全部換成新能源汽車。",
])  # fmt: skip
BAD = "rates will rise to the moon"
BAD_ZH = "明年房价一定会再涨一半"


@pytest.mark.parametrize(
    "text",
    [
        'It “has cut official interest rates again” [1].',
        'A "further cut of 0.25 of a per cent." It is done.',
        "He said: “‘It is a good thing,’ he said. It's the sixth cut.”",
        'It "The Reserve Bank has cut … a further cut of 0.25 of a per cent" [1].',
        'The "[central] bank has delivered a further cut" is news.',
        "> The central bank has delivered a further cut\n> of 0.25 of a per cent. [1]\n",
        "文章说「房价连跌八个月，开发商开始卖车位」。",
        "文章说“房价连跌八个月，……出价动辄砍掉两成”[2]。",
        "报道说“云溪市两千辆出租车今年全部换成新能源汽车”。",
        "《明年房价一定会再涨一半的说法》这个标题",
        'The words "moon" and "a big moon" are terms.',
        'You can ask: "What do the articles say about tax?"',
        "可以问：“文章怎么看明年的房价走势？”",
    ],
)  # fmt: skip
def test_what_stands_in_the_documents_is_kept(text: str) -> None:
    assert unsupported(text, SHOWN) == []
    assert without(text, []) == text


def test_marks_that_do_not_open_or_close_are_no_quotation() -> None:
    assert quotations('A 5" pipe and a 7" pipe of the same make are here.') == []
    assert [q.words for q in quotations('他说"甲"，又说"乙"。')] == ["甲", "乙"]


def test_quoted_lines_end_before_who_said_them() -> None:
    text = "So:\n> “One line [1]\n  > and another”\n> — Mr Smith, 2001\n\nIt ends.\n"
    assert [q.words for q in quotations(text)] == ["One line\nand another"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f'It said "{BAD}" [1]. It cut rates [2].', "It cut rates [2]."),
        (f"“{BAD},” said Mr Smith [1]. It cut rates [2].", "It cut rates [2]."),
        (f'One says "has cut official interest rates" [1], while another says "{BAD}" [2].',
         'One says "has cut official interest rates" [1].'),
        (f'One says "{BAD}" [2], while another says "has cut official interest rates" [1].',
         'Another says "has cut official interest rates" [1].'),
        (f"Here:\n\n- **A**: “{BAD}” [1]\n- **B**: it cut rates [2]",
         "Here:\n\n- **B**: it cut rates [2]"),
        (f"They say:\n\n- “{BAD}” [1]\n\nIt cut rates.", "It cut rates."),
        (f"It says:\n> {BAD}\n> and beyond [1]\n\nIt cut rates.", "It cut rates."),
        (f"The much repeated “{BAD}” forecast was wrong in every year [1].",
         "The much repeated forecast was wrong in every year [1]."),
        (f"It says “{BAD}", ""),
        (f'It says "{BAD}', ""),
        ("文章说“房价连跌八个月，开发商开始卖车位” [1]，还说“" + BAD_ZH + "” [2]。中介有看法[2]。",
         "文章说“房价连跌八个月，开发商开始卖车位” [1]。中介有看法[2]。"),
        (f"文章说：“{BAD_ZH}。”[1] 开发商在卖车位[2]。", "开发商在卖车位[2]。"),
        (f"「{BAD_ZH}，」一位业主说[1]。开发商在卖车位[2]。", "开发商在卖车位[2]。"),
    ],
)  # fmt: skip
def test_what_does_not_goes_with_its_sentence(text: str, left: str) -> None:
    assert without(text, unsupported(text, SHOWN)) == left


def test_part_of_a_word_is_not_a_quotation_of_it() -> None:
    assert not SHOWN.has("eserve Bank has cut official")
    assert not SHOWN.has("further cut … has cut official")  # the other way round
    assert not SHOWN.has("房价连跌九个月")
    assert not SHOWN.has("has cut official interest rate")
    assert SHOWN.has("s cut official") is False and Shown(["is cut; a cut, s cut"]).has("s cut")
    assert SHOWN.has("the slowing global—")  # the edges of a quotation are the writer's


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12.3 % of 1,200 and $1.2 million", [12.3, 1200, 1.2e6]),
        ("0.25 of a per cent in 2001-12-25", [0.25, 2001, 12, 25]),
        ("lee-001, llama3.2 and GPT-4", []),
        ("百分之三十，三成，两成半，百分之12.5", [30, 30, 20, 12.5]),
        ("一百零七家店，十三万元，3万辆，二零二三年", [107, 130_000, 30_000, 2023]),
        ("一个，万一，千万别，三四十人，十分，七八折，一点，完成", [10]),
    ],
)
def test_numbers_are_read(text: str, values: list[float]) -> None:
    assert [number.values[0] for number in numbers(text)] == values


@pytest.fixture
def known() -> Known:
    made = Known()
    made.add_text("The rate is 4.25 per cent. Thirty-five people left 1,234 homes on 2001-12-25. "
                  "房价跌了三成，关了一百零七家店。")  # fmt: skip
    made.add_result({"share": 0.123, "documents": 293, "topics": [{"id": n} for n in range(3)],
                     "score": 77.0})  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("4.25% and 4 per cent; 12 %, 12.3% of 293 documents", []),
        ("35 people on 25 December 2001, about 1,200 homes, 3 articles", []),
        ("1. First [7]\n2) Second [8, 9]\n3. `99` https://x.org/55", []),
        ("房价跌了30%，107家店，大约一百家，百分之三十", []),
        ("12.4 % and 77 and 36 people", ["12.4 %", "77", "36"]),
        ("1,200 homes, 5,000 homes, 5,000 homes", ["1,200", "5,000"]),
        ("房价跌了四成，关了一百零八家店", ["四成", "一百零八"]),
        ("“99 homes were left in the town” and 99 more", ["99"]),
    ],
)
def test_numbers_that_no_result_has_are_named(known: Known, text: str, flagged: list[str]) -> None:
    assert unverified(text, known) == flagged


def test_the_check_says_what_it_did(known: Known) -> None:
    checked = check(f'It said "{BAD}" [1]. There are 4,711 of them.', SHOWN.texts, known)
    assert (checked.text, checked.dropped) == ("There are 4,711 of them.", [BAD])
    assert checked.numbers == ["4,711"]
    told = notices(checked.dropped, checked.numbers, "en")
    assert "1 quotation was left out" in told[0] and "the number 4,711." in told[1]
    told = notices(checked.dropped * 2, [*checked.numbers, "三成"], "zh")
    assert "2 处" in told[0] and "4,711、三成" in told[1]
    assert notices([], [], "en") == []

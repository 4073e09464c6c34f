"""The evidence pack: what stands in it, that it is the same each time, and that its own command makes it again."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from graph.command import main
from graph.evidence import Speech, as_file, evidence_pack, reproducing_command
from graph.evidence.picture import _roles_in_lines
from graph.exposure import Question, appoint, check, credit, stranger
from graph.model import day as day_number
from graph.model.tables import Context
from graph.policy import Law
from graph.simulate import demo_register
from graph.stores import Store, View, open_store
from loaders import load_sources
from tests.scenarios.registers import KEY

DAY = "2025-03-01"
Ask = Callable[[View, Question], Any]


def of(id_: str, ask: Callable[..., Any]) -> Ask:
    return lambda view, question: ask(view, view.parties([id_])[id_], question)


def luo_as_director(view: View, question: Question) -> Any:
    people = view.parties(["luo-jingzhou", "heyun-water"])
    return appoint(view, people["luo-jingzhou"], "director", people["heyun-water"], (), question)


ANSWERS = {
    "check": of("zheng-haoran", check), "credit": of("qinting-foods", credit), "appoint": luo_as_director,
    "connected": of("yunzhu-investment", credit), "clear": of("heyun-water", credit),
    "stranger": lambda view, question: check(view, stranger("李静", "994108197908144313", KEY), question),
}  # fmt: skip


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    folder = tmp_path_factory.mktemp("evidence") / "store"
    loaded(open_store(str(folder), KEY), law)
    return folder


def loaded(store: Store, law: Law) -> None:
    load_sources([demo_register()], store, Context(law.vocabulary, KEY, law.measure_names.__contains__), replace=True)


def packed(store: Store, law: Law, ask: Ask, language: str = "zh") -> tuple[dict[str, Any], str]:

    question = Question(law, day_number(date.fromisoformat(DAY), 0))
    with store.view() as view:
        found = ask(view, question)
        return evidence_pack(view, found, question, Speech(language, law.vocabulary)), reproducing_command(
            found, question, language
        )


def words(pack: Mapping[str, Any]) -> list[str]:
    """The text of each page of the PDF, without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(as_file(pack, ".pdf"))).pages]


@pytest.mark.parametrize(("name", "language"), list(zip(ANSWERS, ["zh", "en"] * 3, strict=True)))
def test_the_same_answer_gives_the_same_bytes(demo_store: Path, law: Law, name: str, language: str) -> None:
    for suffix in (".pdf", ".html"):
        first, second = (
            as_file(packed(open_store(str(demo_store), KEY), law, ANSWERS[name], language)[0], suffix) for _ in "12"
        )
        assert first == second


def test_every_page_tells_the_date_that_what_is_released_goes_and_that_it_is_no_advice(
    demo_store: Path, law: Law
) -> None:
    pages = words(packed(open_store(str(demo_store), KEY), law, ANSWERS["credit"])[0])
    assert len(pages) > 1
    for page in pages:
        assert f"查询日{DAY}" in page
        assert "名单信息依法删除、更正或屏蔽后，本材料中的相应内容须一并删除" in page
        assert "不构成法律意见" in page


def test_the_paper_tells_outcome_reason_clause_quotation_data_and_law(demo_store: Path, law: Law) -> None:
    store = open_store(str(demo_store), KEY)
    pack, _ = packed(store, law, ANSWERS["credit"])
    with store.view() as view:
        digest = view.register().digest
    for told in ("".join(words(pack)), re.sub(r"\s|<br>", "", as_file(pack, ".html").decode())):
        assert "需审查" in told
        assert "郑昊岚自2024-09-02起被列入失信被执行人名单" in told
        assert "银行业金融机构在融资授信时要查询拟授信对象及其法定代表人" in told
        assert "郑昊岚→沁汀禾岫食品有限公司" in told
        assert digest in told
        assert law.policies["central-2016-64"].digest in told


def test_every_finding_of_the_answer_stands_in_the_paper(demo_store: Path, law: Law) -> None:
    for name in ("check", "credit", "appoint"):
        store = open_store(str(demo_store), KEY)
        pack, _ = packed(store, law, ANSWERS[name])
        clauses = [one for block in pack["blocks"] if block["kind"] == "clauses" for one in block["clauses"]]
        told = {value for clause in clauses for _, value in clause["pairs"]}
        with store.view() as view:
            found = ANSWERS[name](view, Question(law, day_number(date.fromisoformat(DAY), 0))).as_json()
        measures = {one["measure"] for one in [*found["findings"], *found.get("other_findings", ())]}
        assert measures
        assert all(any(value.endswith(f"（{measure}）") for value in told) for measure in measures)


def test_the_lender_reads_the_clauses_on_credit_first(demo_store: Path, law: Law) -> None:
    pack, _ = packed(open_store(str(demo_store), KEY), law, ANSWERS["credit"])
    own, others = ([dict(one["pairs"])["领域"] for one in block["clauses"]] for block in pack["blocks"]
                   if block["kind"] == "clauses")  # fmt: skip
    assert set(own) == {"授信"}
    assert others
    assert "授信" not in others


def test_the_applicant_and_each_officer_stand_in_the_paper_once(demo_store: Path, law: Law) -> None:
    pack, _ = packed(open_store(str(demo_store), KEY), law, ANSWERS["credit"])
    (rows,) = (block["rows"] for block in pack["blocks"] if block["heading"] == "申请人与任职人员")
    assert rows[0] == ["沁汀禾岫食品有限公司", "申请人", "不在", "需审查（授信）"]
    names = [row[0] for row in rows]
    assert len(names) == len(set(names))
    assert ["郑昊岚", "董事", "在名单", "受限制（全部领域）"] in rows


def test_what_did_not_speak_is_told_in_the_language_of_the_paper(demo_store: Path, law: Law) -> None:
    pack, _ = packed(open_store(str(demo_store), KEY), law, ANSWERS["stranger"])
    told = "".join(words(pack))
    assert "而对象的地区不详" in told
    assert "region" not in told


def test_nobody_is_found_and_the_paper_says_so(demo_store: Path, law: Law) -> None:
    pack, _ = packed(open_store(str(demo_store), KEY), law, ANSWERS["clear"])
    assert pack["head"]["outcome"] == "clear"
    assert not [block for block in pack["blocks"] if block["kind"] in ("clauses", "picture")]
    assert "没有措施及于该对象" in "".join(words(pack))


def test_where_no_list_is_loaded_nobody_is_said_to_stand_on_none(tmp_path: Path, law: Law) -> None:
    for table in ("parties", "roles"):
        (tmp_path / f"{table}.csv").write_bytes((demo_register() / f"{table}.csv").read_bytes())
    store = open_store(str(tmp_path / "store"), KEY)
    load_sources([tmp_path], store, Context(law.vocabulary, KEY, law.measure_names.__contains__))
    told = "".join(words(packed(store, law, ANSWERS["credit"])[0]))
    assert "查询不完整" in told
    assert "未载入失信名单，无从得知" in told
    assert "不在" not in told
    assert "没有措施及于该对象" not in told
    assert "已查职务与持股" in told


def test_several_roles_in_one_stand_between_the_two_boxes() -> None:
    assert _roles_in_lines("法定代表人、高级管理人员、股东") == ["法定代表人、", "高级管理人员、股东"]
    assert _roles_in_lines("director, supervisor") == ["director, ", "supervisor"]
    assert "".join(_roles_in_lines("影响债务履行的直接责任人员、监事")) == "影响债务履行的直接责任人员、监事"
    assert max(map(len, _roles_in_lines("影响债务履行的直接责任人员、监事"))) <= 11


def test_a_name_without_spaces_stays_within_the_margins(demo_store: Path, law: Law) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 3
    ask = of("qinting-foods", credit)
    pack, _ = packed(open_store(str(demo_store), KEY), law, ask)
    pack["head"]["name"] = name
    pack["blocks"].insert(0, {"kind": "lines", "heading": "理由", "lines": [name * 2]})
    right: list[float] = []
    page = PdfReader(io.BytesIO(as_file(pack, ".pdf"))).pages[0]
    page.extract_text(visitor_text=lambda said, _, at, *__: right.append(at[4] + 9 * 0.4 * len(said.strip())))
    assert max(right) < float(page.mediabox.width)


def test_the_characters_are_in_the_file(demo_store: Path, law: Law) -> None:
    pdf = PdfReader(io.BytesIO(as_file(packed(open_store(str(demo_store), KEY), law, ANSWERS["credit"])[0], ".pdf")))
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "NotoSansCJKsc" in font["/BaseFont"]
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_html_asks_nothing_of_anybody_and_takes_no_markup_from_the_register(demo_store: Path, law: Law) -> None:
    pack, _ = packed(open_store(str(demo_store), KEY), law, ANSWERS["credit"])
    pack["head"]["name"] = '</style><script>alert("1")</script>'
    page = as_file(pack, ".html").decode()
    assert "<script" not in page
    assert set(re.findall(r"https?://[\w./]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(src|href)=", page)


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in ("stranger", "check")])
def test_the_command_in_the_paper_makes_it_again(
    demo_store: Path, law: Law, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_STORE", str(demo_store))
    monkeypatch.setenv("GUANLIAN_KEY", KEY.hex())
    pack, command = packed(open_store(str(demo_store), KEY), law, ANSWERS[name])
    assert command in [block.get("words") for block in pack["blocks"]]
    assert main(shlex.split(command)[1:]) == 0
    assert (tmp_path / "evidence.pdf").read_bytes() == as_file(pack, ".pdf")


def test_no_full_id_number_stands_in_the_paper_nor_in_its_command(demo_store: Path, law: Law) -> None:
    pack, command = packed(open_store(str(demo_store), KEY), law, ANSWERS["stranger"])
    assert "--identifier -" in command
    assert "994108197908144313" not in as_file(pack, ".html").decode() + "".join(words(pack)) + command


@pytest.mark.neo4j
def test_either_store_gives_the_same_paper(demo_store: Path, neo4j_store: Store, law: Law) -> None:
    loaded(neo4j_store, law)
    for name in ("credit", "appoint"):
        assert packed(open_store(str(demo_store), KEY), law, ANSWERS[name]) == packed(neo4j_store, law, ANSWERS[name])


@pytest.mark.parametrize(
    ("words_", "told"),
    [
        (["check", "qinting-foods", "--evidence", "e.docx"], "neither .pdf nor .html"),
        (["check", "qinting-foods", "--evidence", "nowhere/e.pdf"], "there is no folder"),
        (["whatif", "--list", "qinting-foods", "check", "qinting-foods", "--evidence", "e.pdf"], "no evidence"),
    ],
)
def test_a_file_that_cannot_be_made_is_told_before_anything_is_asked(
    demo_store: Path, words_: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANLIAN_KEY", KEY.hex())
    assert main([*words_, "--store", str(demo_store)]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())

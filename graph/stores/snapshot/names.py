"""The names of a register in a full-text index beside its parts: by their parts, their sound, their initials.

It only proposes to people. It is built when parties change and opened when somebody searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph.identity import Way, initials, sounds_of
from graph.stores.interface import StoreError

if TYPE_CHECKING:
    import tantivy

_MANY = 100_000  # names for which a second thread and more memory are worth their start
_TELLING = 6  # pairs of characters by which names that are alike are sought: the rarest of those typed
_PLACES = 32  # bits of a party's number in the order of proposals: the shorter name first, then the lesser number


class Name(NamedTuple):
    """One name of one party, today's or a former one, by its key; ``number`` is the party's place."""

    key: str
    person: bool
    number: int


def build(folder: Path, names: Iterable[Name], count: int) -> None:
    """Index ``names``, about ``count`` of them, in the empty ``folder``."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("key", stored=True, tokenizer_name="pieces", index_option="freq")
    schema.add_text_field("sound", tokenizer_name="whitespace", index_option="position")
    schema.add_text_field("initials", stored=True, tokenizer_name="pieces", index_option="basic")
    schema.add_integer_field("rank", stored=True, fast=True)
    folder.mkdir()
    index = tantivy.Index(schema.build(), path=str(folder))
    index.register_tokenizer("pieces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2, False)).build())
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    many = count > _MANY
    writer = index.writer(heap_size=400_000_000 if many else 15_000_000, num_threads=2 if many else 1)
    heard = lru_cache(maxsize=_MANY)(sounds_of)
    for key, person, number in names:
        read = heard(key, person=person)
        document = tantivy.Document(key=key, rank=len(key) << _PLACES | number)
        for sound in read:
            document.add_text("sound", sound)
            document.add_text("initials", initials(sound))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class NameIndex:
    """The index in ``folder``, open for questions. Raises ``StoreError`` where it is missing or damaged."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        try:
            self._index = tantivy.Index.open(str(folder))
            self._searcher = self._index.searcher()
        except ValueError as error:
            raise StoreError(
                f"{folder} is missing or damaged ({error}); load the register again with --replace"
            ) from None

    def search(self, way: Way, text: str, limit: int) -> list[int]:
        """The numbers of parties (see ``View.search``)."""
        if not text or limit < 1:
            return []
        if way is Way.LIKENESS:
            return self._alike(text, limit)
        return list(dict.fromkeys(self._ordered(way, text, limit)))[:limit]

    def _ordered(self, way: Way, text: str, limit: int) -> Iterator[int]:
        """Who agrees, the shortest name first; pieces may stand apart, so each name is looked at."""
        import tantivy

        query = self._query(way, text)
        done, wanted = 0, limit + 20
        while True:
            found = self._searcher.search(query, wanted, order_by_field="rank", order=tantivy.Order.Asc, offset=done)
            for rank, address in found.hits:
                if way is Way.SOUND or self._contains(address, way, text):
                    yield int(rank) & (1 << _PLACES) - 1
            done += len(found.hits)
            if len(found.hits) < wanted or done > 50 * limit:
                return
            wanted *= 2

    def _contains(self, address: tantivy.DocAddress, way: Way, text: str) -> bool:
        document = self._searcher.doc(address)
        return any(text in written for written in document["key" if way is Way.PART else "initials"])

    def _query(self, way: Way, text: str) -> tantivy.Query:
        import tantivy

        schema = self._index.schema
        if way is Way.SOUND:
            syllables = text.split()
            if len(syllables) == 1:
                return tantivy.Query.term_query(schema, "sound", syllables[0], "position")
            return tantivy.Query.phrase_query(schema, "sound", list(syllables))
        field = "key" if way is Way.PART else "initials"
        terms = [tantivy.Query.term_query(schema, field, piece, "basic") for piece in _pieces(text)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])

    def _alike(self, text: str, limit: int) -> list[int]:
        """Who shares pairs of characters with ``text``; a short name, single characters too."""
        import tantivy

        borne = {piece: self._searcher.doc_freq("key", piece) for piece in _pieces(text)}
        # What every name has (有限, 公司) tells nothing, and to walk through it takes most of the time.
        telling = sorted((piece for piece in borne if borne[piece]), key=lambda piece: borne[piece])[:_TELLING]
        pieces = [*telling, *(dict.fromkeys(text) if len(text) <= 3 else ())]
        if not pieces:
            return []
        terms = [tantivy.Query.term_query(self._index.schema, "key", piece, "freq") for piece in pieces]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = self._searcher.search(query, limit, count=False).hits
        ranks = (self._searcher.doc(address)["rank"][0] for _, address in hits)
        return list(dict.fromkeys(int(rank) & (1 << _PLACES) - 1 for rank in ranks))


def _pieces(text: str) -> list[str]:
    return list(dict.fromkeys("".join(pair) for pair in pairwise(text))) or [text]

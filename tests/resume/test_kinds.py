"""What a file is, whatever its name says; plain text; and that every refusal has its sentence."""

from dataclasses import replace
from typing import get_args

import pytest

from adapters.resume_text.kinds import PHRASES, Claim, claimed
from adapters.resume_text.outcome import Note, Reason
from adapters.resume_text.wording import NOTES, PASTE, REFUSALS, refusal, shown
from tests.resume.making import ROOMY, a_docx, a_pdf, a_zip, read, refused

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "an image"),
        (b"\xff\xd8\xff\xe0\0", "an image"),
        (b"RIFF\xff\0\0\0WEBPVP8", "an image"),
        (b"\0\0\0\x18ftypheic\0", "an image"),
        (b"\0\0\0\x18ftypisom\0", "a recording"),
        (b"MZ\x90\0\x03", "a program"),
        (b"\x1f\x8b\x08\0", "an archive"),
        (OLE + b"\0" * 40, "a document of an old Office (DOC, XLS)"),
        (b"{\\rtf1 Ana}", "an RTF document"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>Ana", "a web page"),
        (b"<?xml version='1.0'?><a/>", "an XML file"),
        (a_zip(("a.txt", "Ana")), "an archive"),
        (a_zip(("mimetype", "application/vnd.oasis.opendocument.text")), "an OpenDocument file (ODT)"),
        (a_zip(("mimetype", "application/epub+zip")), "an e-book"),
        (b"\x80\x81\x82" * 9, "neither a PDF, a Word document nor text (UTF-8)"),
        (b"Ana\0\1\2\3 Lopez", "neither a PDF, a Word document nor text (UTF-8)"),
    ],
)
def test_another_type_is_told(data: bytes, seems: str) -> None:
    assert refused(data, "pdf") == ("kind", seems)


@pytest.mark.parametrize("claim", ["pdf", "docx", "text"])
@pytest.mark.parametrize("content", ["pdf", "docx", "text"])
def test_a_name_must_not_contradict_the_content(claim: Claim, content: Claim) -> None:
    data = {"pdf": a_pdf(), "docx": a_docx(), "text": b"Ana Lopez", "": b""}[content]
    assert read(data, "").text
    if claim == content:
        assert read(data, claim).text
    else:
        assert refused(data, claim) == ("mismatch", f"{PHRASES[claim]}|{PHRASES[content]}")


def test_a_locked_word_document_is_encrypted() -> None:
    assert refused(OLE + "EncryptedPackage".encode("utf-16-le")) == ("encrypted", "")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf\n", "\u200b\u202e".encode()])
def test_nothing_to_read_is_empty(data: bytes) -> None:
    assert refused(data) == ("empty", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    assert read("Ana López\r\n- Señal\r\n".encode(encoding), "text").text == "Ana López\n• Señal"


def test_text_that_is_too_long_or_too_large_is_refused() -> None:
    assert refused(b"a " * 40, limits=replace(ROOMY, characters=79)) == ("long", "79")
    assert refused(b"a" * 101, limits=replace(ROOMY, file_bytes=100))[0] == "large"


def test_names_are_told_by_their_ending() -> None:
    assert [claimed(name) for name in ("cv.PDF", "a.b.docx", "cv.md", "cv.pdf.exe", "cv", "")] == [
        *("pdf", "docx", "text"),
        *("", "", ""),
    ]


def test_every_reason_and_note_has_its_sentence() -> None:
    assert set(REFUSALS) == set(get_args(Reason))
    assert set(NOTES) == set(get_args(Note))
    for reason in REFUSALS:
        sentence = refusal("cv.pdf", reason, "one|two")
        assert sentence.startswith("“cv.pdf” ")
        assert "{" not in sentence
        assert PASTE in sentence or "Please send the" in sentence


def test_a_name_cannot_break_out_of_its_quotes() -> None:
    assert shown("`a\n\u202eb`{0}.pdf") == "“ab{0}.pdf”"
    assert refusal("{name}{9}", "empty").startswith("“{name}{9}” is empty")
    assert len(shown("x" * 500)) == 82
    assert shown("\n") == "That file"

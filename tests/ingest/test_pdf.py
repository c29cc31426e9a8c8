"""PDF documents become Articles where pypdf is installed, and a clear failure elsewhere."""

import sys
from pathlib import Path

import pytest
from reading import read_file


def make_pdf(lines: list[str], title: str = "") -> bytes:
    """A document of one page with these lines."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>".encode("cp1252"),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


LINES = ["La rivière est montée de trois mè-", "tres en une nuit, et la rue", "est sous l'eau."]


def test_the_text_and_the_title_are_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (article,) = read_file(tmp_path, "a.pdf", make_pdf(LINES, "Crue à Brest")).articles
    assert article.title == "Crue à Brest"
    assert " ".join(article.body.split()) == (
        "La rivière est montée de trois mètres en une nuit, et la rue est sous l'eau."
    )


def test_the_name_of_a_file_is_no_title(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (article,) = read_file(
        tmp_path, "a.pdf", make_pdf(LINES, "Microsoft Word - crue.docx")
    ).articles
    assert article.title_origin == "derived"


def test_documents_without_text_and_damaged_ones_are_named(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    assert "is it a scan?" in read_file(tmp_path, "a.pdf", make_pdf([])).failures[0]
    whole = make_pdf(LINES)
    for end in range(9, len(whole), 97):
        outcome = read_file(tmp_path, "a.pdf", whole[:end])
        assert len(outcome.articles) + len(outcome.failures) == 1


def test_without_pypdf_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (failure,) = read_file(tmp_path, "a.pdf", make_pdf(LINES)).failures
    assert failure == "a.pdf: is a PDF document: `pip install newsearch[pdf]` to read those"

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.places.models import Unit
from portal.places.outlines import BadOutlineError, parse
from portal.places.queries import unit_at
from tests.cast import Cast
from tests.machine import need_data

SQUARE = [[107.0, 10.3], [107.2, 10.3], [107.2, 10.4], [107.0, 10.4], [107.0, 10.3]]


def feature(
    name: str = "Phường Mẫu Một", rings: tuple[Any, ...] = (SQUARE,), kind: str = "Polygon"
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": "99999", "fullName": name},
        "geometry": {"type": kind, "coordinates": list(rings)},
    }


def text(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_an_outline_replaces_the_circle(cast: Cast, tmp_path: Path) -> None:
    assert cast.ward.is_approximate
    file = tmp_path / "ward.geojson"
    file.write_bytes(text(feature()))
    call_command("load_outlines", str(file), "--note", "Ranh giới mẫu")
    ward = Unit.objects.get(pk=cast.ward.pk)
    assert not ward.is_approximate
    assert ward.shape_note == "Ranh giới mẫu"
    assert ward.contains(10.39, 107.19)
    assert not ward.contains(10.39, 107.21)
    assert ward.contains(10.39, 107.21, slack_m=1200)
    assert not ward.contains(10.39, 107.21, slack_m=1000)


def test_an_outline_decides_where_circles_overlap(cast: Cast, tmp_path: Path) -> None:
    point = (10.418, 107.119)  # in the other ward's circle
    found = unit_at(*point)
    assert found is not None
    assert found.pk == cast.other_ward.pk
    ring = [[107.0, 10.3], [107.2, 10.3], [107.2, 10.45], [107.0, 10.45], [107.0, 10.3]]
    file = tmp_path / "ward.geojson"
    file.write_bytes(text(feature(rings=(ring,))))
    call_command("load_outlines", str(file))
    found = unit_at(*point)
    assert found is not None
    assert found.pk == cast.ward.pk


def test_the_number_in_the_file_is_not_believed(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = feature(name="Phường Không Có")
    wrong["properties"]["code"] = cast.ward.code
    file = tmp_path / "ward.geojson"
    file.write_bytes(text(wrong))
    call_command("load_outlines", str(file))
    assert "left out" in capsys.readouterr().err
    assert Unit.objects.get(pk=cast.ward.pk).is_approximate


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"[]",
        b"[" * 100_000,
        b'{"type":"Feature"}',
        text("a"),
        text(feature(name="")),
        text(feature(kind="Point")),
        text(feature(rings=([["a", "b"]],))),
        text(feature(rings=([[107.0, 10.3], [107.1, 10.3]],))),
        text(feature(rings=([[lat, lng] for lng, lat in SQUARE],))),
        text({"type": "Feature", "properties": {"fullName": "x"}, "geometry": {"type": "Polygon"}}),
    ],
)
def test_a_bad_file_is_named_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(BadOutlineError, match=r"^f\.json: "):
        parse(data, "f.json")


def test_the_command_says_why_it_stops(tmp_path: Path) -> None:
    file = tmp_path / "x.tar.xz"
    file.write_bytes(b"no archive")
    with pytest.raises(CommandError, match="neither GeoJSON nor a tar archive"):
        call_command("load_outlines", str(file))


@pytest.mark.django_db
def test_real_outlines_have_the_expected_form() -> None:
    archive = need_data("gis", "wards_4provinces_geojson.tar.xz")
    with tarfile.open(archive) as files:
        names = [n for n in files.getnames() if n.endswith("26506_vung_tau.geojson")]
        file = files.extractfile(names[0])
        assert file is not None
        outline = parse(file.read(), names[0])[0]
    assert outline.name == "Phường Vũng Tàu"
    assert 2000 < outline.radius_m < 3000
    assert abs(outline.lat - 10.35) < 0.05


def test_marks_that_turn_the_line_stay_out_of_names_and_notes(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "ward.geojson"
    file.write_bytes(text(feature(name="Phường \u202eMẫu\u0007 Một\u200f")))
    call_command("load_outlines", str(file), "--note", "Ranh giới\u202e mẫu " + "x" * 200)
    ward = Unit.objects.get(pk=cast.ward.pk)
    assert ward.name == "Phường Mẫu Một"
    assert ward.shape_note.startswith("Ranh giới mẫu x")
    assert len(ward.shape_note) == 120

"""An engine on flat segments keeps the contract of engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import SCHEMA, EngineContract
from flatindex import create_flat

from newsearch.engine import Engine


class TestFlat(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = create_flat(tmp_path, SCHEMA)
        yield engine
        engine.close()

"""An engine on flat segments keeps the contract of engines."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flatindex import create_flat

sys.path.insert(0, str(Path(__file__).parent.parent))
pytest.register_assert_rewrite("contract")

from contract import SCHEMA, EngineContract  # noqa: E402 - its assertions explain themselves then

from newsearch.engine import Engine  # noqa: E402


class TestFlat(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = create_flat(tmp_path, SCHEMA)
        yield engine
        engine.close()

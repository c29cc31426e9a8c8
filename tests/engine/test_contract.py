"""Every engine keeps the contract; so does the oracle, by which the others are judged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("contract")

from contract import SCHEMA, EngineContract  # noqa: E402 - its assertions explain themselves then
from oracle import OracleEngine, Shelf  # noqa: E402

from newsearch.engine import Engine, create_engine  # noqa: E402


class TestOracle(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return OracleEngine(Shelf(SCHEMA))


class TestWhoosh(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = create_engine("whoosh", tmp_path, SCHEMA)
        yield engine
        engine.close()

from tests.datagen.conftest import engine  # noqa: F401  the engine that makes the examples' rows

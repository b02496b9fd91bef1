from tests.datagen.conftest import engine  # noqa: F401  the engine that makes the examples' rows
from tests.e2e.conftest import wizard  # noqa: F401  the command line that replays the tutorial

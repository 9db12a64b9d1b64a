"""Where generated code was written: positions in scripts, taken back through their source maps."""

from tuiinspect.sourcemaps.document import Original
from tuiinspect.sourcemaps.files import Files
from tuiinspect.sourcemaps.maps import Script, SourceMaps

__all__ = ["Files", "Original", "Script", "SourceMaps"]

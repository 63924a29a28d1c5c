"""Rule: sound is stereo, in blocks of one rate throughout."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Samples a second.
RATE = 44_100
# Shape (n, 2) for n samples of the left and the right, -1 to 1; voices before they are placed
# between the two have the shape (n,).
Samples = NDArray[np.float32]

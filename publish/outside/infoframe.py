"""The first frame of an MP3 file, silent, that tells a player where the sound begins and ends.

Layout: Xing's header with LAME's extension (http://gabriel.mp3-tech.org/mp3infotag.html).
Where it is missing, every sentence is heard late: by 69 ms at 16 kHz.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RATES_HZ = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""All that MPEG layer III knows."""

_DELAY = 576
"""Samples that LAME puts before the first; a decoder adds 529 of its own and knows it."""

_INFO_BYTES = 8 + 4 + 4 + 100
_LAME_BYTES = 36
_CBR, _VBR = b"\x01", b"\x04"
"""What LAME calls its constant bit rate, and its usual way to vary it."""
_KBPS_MPEG1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_MPEG2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG1_FROM_HZ = 32000
_MPEG2_FROM_HZ = 16000
# In the order of the header's two bits, three for each version of MPEG.
_RATE_CODES = (11025, 12000, 8000, 22050, 24000, 16000, 44100, 48000, 32000)


class InfoFrame:
    """The frame for one sampling rate, and one bit rate where that is constant."""

    def __init__(self, rate_hz: int, bitrate_kbps: int) -> None:
        mpeg1 = rate_hz >= _MPEG1_FROM_HZ
        self._rate_hz = rate_hz
        self._bitrate_kbps = bitrate_kbps
        self._frame_samples = 1152 if mpeg1 else 576
        self._side_bytes = 17 if mpeg1 else 9
        self._kbps = kbps = _KBPS_MPEG1 if mpeg1 else _KBPS_MPEG2
        # At 24 kHz a frame of 48 kbit/s is too short for the tag: take the first that is long enough, as LAME does.
        needed = 4 + self._side_bytes + _INFO_BYTES + _LAME_BYTES
        index = next(i for i, k in enumerate(kbps) if k >= bitrate_kbps and self._bytes(k) >= needed)
        self.size = self._bytes(kbps[index])
        version = 0xFB if mpeg1 else 0xF3 if rate_hz >= _MPEG2_FROM_HZ else 0xE3
        code = _RATE_CODES.index(rate_hz) % 3
        self._opening = bytes((0xFF, version, (index + 1) << 4 | code << 2, 0xC4))

    def _bytes(self, kbps: int) -> int:
        return self._frame_samples // 8 * kbps * 1000 // self._rate_hz

    def content(self, *, samples: int, sound_bytes: int, varying: Sequence[int] = ()) -> bytes:
        """Return the frame for so many samples, encoded in so many bytes after it.

        `varying` has the place of each frame, in bytes from the first, where the bit rate is not constant.
        """
        # At a constant rate the frames' average length is exact, so they need not be counted.
        constant = round(sound_bytes * 8 * self._rate_hz / (self._frame_samples * self._bitrate_kbps * 1000))
        frames = len(varying) or constant
        padding = max(0, frames * self._frame_samples - _DELAY - samples)
        shares = [varying[i * frames // 100] / sound_bytes if varying else i / 100 for i in range(100)]
        places = bytes(int(share * 256 + 1e-9) for share in shares)
        name, method = (b"Xing", _VBR) if varying else (b"Info", _CBR)
        info = name + (7).to_bytes(4) + frames.to_bytes(4) + (self.size + sound_bytes).to_bytes(4) + places
        gaps = (_DELAY << 12 | padding).to_bytes(3)
        lame = b"LAME3.100" + method + bytes(9) + bytes((0, min(self._bitrate_kbps, 255))) + gaps
        lame += bytes(4) + (self.size + sound_bytes).to_bytes(4) + bytes(2)
        body = self._opening + bytes(self._side_bytes) + info + lame
        return (body + _crc16(body).to_bytes(2)).ljust(self.size, b"\0")

    def following(self, header: bytes) -> int:
        """Return how many bytes the frame takes that begins with these four."""
        return self._bytes(self._kbps[(header[2] >> 4) - 1]) + (header[2] >> 1 & 1)


def _crc16(content: bytes) -> int:
    """Return CRC-16/ARC, with which the tag is signed."""
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc

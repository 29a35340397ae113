"""What a film is, asked of ffprobe."""

import json
import shutil
import subprocess

import pytest


def probe(path):
    """Codec, pixel format, width, height and frames of an MP4, by ffprobe or by reading it."""
    if shutil.which("ffprobe"):
        entries = "stream=codec_name,pix_fmt,width,height,nb_frames"
        command = ["ffprobe", "-v", "error", "-show_entries", entries, "-of", "json", path]
        stream = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["streams"][0]
        names = ("codec_name", "pix_fmt", "width", "height")
        return (*(stream[name] for name in names), int(stream["nb_frames"]))
    reading = pytest.importorskip("imageio_ffmpeg")
    about = next(reading.read_frames(str(path)))
    count, _ = reading.count_frames_and_secs(str(path))
    return about["codec"], about["pix_fmt"].split("(")[0], *about["source_size"], count

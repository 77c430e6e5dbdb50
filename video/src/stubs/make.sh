#!/bin/sh
# Makes the empty libraries under resources/lotwatch/video/camera/stubs again (linux x86-64, any gcc).
#
# The ffmpeg of the jar is linked with sound and screen libraries which Lotwatch never calls. Where a
# machine lacks one, an empty library of the same name lets the loader go on.
set -eu
cd "$(dirname "$0")/../main/resources/lotwatch/video/camera/stubs"
for name in libxcb.so.1 libxcb-shm.so.0 libasound.so.2 libpulse.so.0 libudev.so.1; do
  gcc -shared -nostdlib -s -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-soname,"$name" \
    -o "$name" -x c /dev/null
done
ls -l

#!/bin/sh
# Makes the empty libraries under resources/lotwatch/ffmpeg/stubs again (linux x86-64, any gcc).
#
# The ffmpeg of the jar is linked with sound and screen libraries which Lotwatch never calls. Where a
# machine lacks one, an empty library of the same name lets the loader go on. The names of symbol
# versions in them are those that the loader asks for; it would complain otherwise.
set -eu
cd "$(dirname "$0")/../main/resources/lotwatch/ffmpeg/stubs"
make() {
  name=$1
  shift
  versions=$(mktemp)
  echo "${*:-NONE} { };" | sed 's/ \([A-Z]\)/ { }; \1/g' >"$versions"
  gcc -shared -nostdlib -s -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-soname,"$name" \
    -Wl,--version-script="$versions" -o "$name" -x c /dev/null
  rm "$versions"
}
make libxcb.so.1
make libxcb-shm.so.0
make libasound.so.2 ALSA_0.9 ALSA_0.9.0rc4
make libpulse.so.0 PULSE_0
make libudev.so.1 LIBUDEV_183
ls -l

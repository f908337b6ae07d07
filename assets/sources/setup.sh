#!/bin/sh
# Installs what the authoring scripts need (Python 3.11) into .cache/venv, and fetches the
# sign-writer's typefaces (OFL) into .cache/authoring/fonts. Nothing here is needed to run
# or test the product.
set -eu
cd "$(dirname "$0")/../.."
[ -x .cache/venv/bin/python ] || python3.11 -m venv .cache/venv
.cache/venv/bin/pip install -q bpy==4.5.15 numpy==1.26.4 scipy==1.17.1 pillow==13.0.0
mkdir -p .cache/authoring/fonts
for face in playfair-display oswald josefin-sans pacifico lora; do
  [ -d ".cache/authoring/fonts/$face" ] && continue
  tar=$(cd .cache/authoring && npm pack --silent "@fontsource/$face@5.3.0")
  mkdir -p ".cache/authoring/fonts/$face"
  tar xzf ".cache/authoring/$tar" -C ".cache/authoring/fonts/$face" --strip-components=1
  rm ".cache/authoring/$tar"
done

#!/usr/bin/env bash
# The checkout must be as it was: give what `git status --porcelain` said before (nothing, in a clean clone).
set -euo pipefail
changes=$(git status --porcelain)
if [ "$changes" != "${1:-}" ]; then
  printf 'the steps before this one have changed the working tree:\n%s\n' "$changes"
  exit 1
fi

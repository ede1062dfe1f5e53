#!/bin/sh
# Facts of an archive part by part, as many processes at once as there are cores, then reports from the parts.
# usage: loop.sh ARCHIVE PARTS [flags of `insights parts plan`]
# An indexed job of a scheduler does the same: its index is the line of the list that it makes.
set -eu
archive=$1 parts=$2; shift 2
mkdir -p "$parts"
"${INSIGHTS:-insights}" parts plan "$archive" "$@" -o "$parts/plan.json"
"${INSIGHTS:-insights}" parts list "$parts/plan.json" | xargs -P "$(nproc)" -I NAME sh -c '
  "${INSIGHTS:-insights}" facts "$1" --part "$2/$(echo "$3" | tr / -).part" --plan "$2/plan.json" --bucket "$3" --threads 1 --quiet
' part "$archive" "$parts" NAME

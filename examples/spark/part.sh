#!/bin/sh
# Rows of some parts on standard input, `part<TAB>table<TAB>line of JSON`; `part<TAB>base64` a part comes out.
# A row without a table says that there is a part. INSIGHTS names the program, PLAN holds the plan in base64.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s' "$PLAN" | base64 -d >"$work/plan"
mkdir "$work/parts"
awk -F '\t' -v work="$work/parts" '
  !($1 in met) { met[$1]; system("mkdir -p \"" work "/" $1 "\"") }
  $2 != "" { print substr($0, length($1) + length($2) + 3) >>(work "/" $1 "/" $2 ".jsonl") }'
for folder in "$work/parts"/*; do
  [ -d "$folder" ] || continue
  name=${folder##*/}
  (cd "$folder" && "$INSIGHTS" facts . --row-key seq --part "$work/part" --plan "$work/plan" --bucket "$name" --threads 1 --quiet)
  printf '%s\t' "$name"
  base64 -w0 "$work/part"
  echo
done

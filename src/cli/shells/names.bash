
# Names of channels, agents, tags… out of the data that the line names, or the configuration.
_insights_names() {
    local name
    COMPREPLY=()
    while IFS= read -r name; do
        COMPREPLY+=("$name")
    done < <("${1/#\~/$HOME}" completions bash --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -gt 0 ]] || _insights "$@"
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _insights_names -o nosort -o bashdefault -o default insights
else
    complete -F _insights_names -o bashdefault -o default insights
fi

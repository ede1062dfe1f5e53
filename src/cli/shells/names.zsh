}

# Names of channels, agents, tags… out of the data that the line names, or the configuration.
_insights_names() {
    local -a names
    names=("${(@f)$(${~words[1]} completions zsh --line "$LBUFFER" 2>/dev/null)}")
    [[ -n "$names[1]" ]] || return 1
    compadd -U -- "$names[@]"
}

_insights_known_load
functions[_insights_known]=$functions[_insights]
_insights() {
    _insights_names || _insights_known "$@"
}

if [ "$funcstack[1]" = "_insights" ]; then
    _insights "$@"
else
    compdef _insights insights
fi

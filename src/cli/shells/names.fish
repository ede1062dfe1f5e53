
# Names of channels, agents, tags… out of the data that the line names, or the configuration.
function __fish_insights_names
    insights completions fish --line (commandline -cp | string collect) 2>/dev/null
end


//! The page in a browser: nothing on its console, cards and charts there, no sideways scroll on a phone.

use super::exports::Exports;
use super::sandbox::{Ran, Sandbox};
use std::process::{Command, Stdio};

/// Names that the browser goes by.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The days that all pages of these tests are of.
const SCOPE: [&str; 6] = ["--tz", "Europe/Amsterdam", "--period", "2026-09", "--as-of", "2026-09-30"];

/// Opens a page without a window; what it became, and what the browser said.
fn opened(sandbox: &Sandbox, name: &str, flags: &[&str]) -> Option<Ran> {
    let browser = NAMES.into_iter().find(|name| {
        let version =
            Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        version.is_ok_and(|status| status.success())
    })?;
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]);
    command.arg("--virtual-time-budget=5000").args(flags).arg("--dump-dom");
    command.arg(format!("file://{}", sandbox.path().join(name).display()));
    Some(Ran::of(command.output().unwrap()))
}

fn made(sandbox: &Sandbox) {
    Exports::bundled().write_to(sandbox, "exports");
    let arguments = [&["report", "exports", "-o", "week.html"], &SCOPE[..]].concat();
    let ran = sandbox.run(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

/// Says that a test has seen nothing.
#[allow(clippy::print_stderr)]
fn skipped() {
    eprintln!("skipped: there is no browser to open the page with");
}

/// What the console of the browser was told.
fn console(ran: &Ran) -> Vec<&str> {
    ran.err.lines().filter(|line| line.contains("CONSOLE")).collect()
}

#[test]
fn a_browser_shows_cards_and_charts_and_has_nothing_to_say() {
    let sandbox = Sandbox::new();
    made(&sandbox);
    let Some(ran) = opened(&sandbox, "week.html", &[]) else {
        return skipped();
    };
    assert_eq!(console(&ran), [""; 0], "{}", ran.err);
    let (cards, charts) =
        (ran.out.matches("class=\"card kpi\"").count(), ran.out.matches("role=\"img\"").count());
    assert!(cards >= 8 && charts >= 5, "{cards} cards, {charts} charts");
    // The script that switches the theme ran under the page's own policy.
    let switch =
        ran.out.split("<button id=\"theme\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap();
    assert!(!switch.contains("hidden"), "the switch is still hidden: {switch}");
}

/// Sorts by the second column, switches to dark, and tells how wide the page is beside its window; put into a copy
/// without a policy.
const PROBE: &str = "<script>
  var heads = document.querySelectorAll('#agents table.sortable thead button');
  heads[1].click();
  var rows = Array.from(heads[1].closest('table').tBodies[0].rows);
  var keys = rows.map(function (row) { return Number(row.children[1].dataset.v); });
  var sorted = keys.every(function (key, place) { return place === 0 || keys[place - 1] >= key; });
  document.getElementById('theme').click();
  var told = document.createElement('pre');
  told.textContent = 'PROBE sorted=' + sorted + ' dark=' + document.documentElement.dataset.theme
    + ' wide=' + (document.documentElement.scrollWidth - document.documentElement.clientWidth) + ' window=' + innerWidth;
  document.body.append(told);
</script>";

#[test]
fn a_page_sorts_switches_and_fits_a_phone() {
    let sandbox = Sandbox::new();
    made(&sandbox);
    let page = sandbox.read("week.html");
    let policy = page.find("<meta http-equiv").unwrap();
    let end = policy + page[policy..].find('>').unwrap() + 1;
    let probed =
        format!("{}{}", &page[..policy], &page[end..]).replace("</body>", &format!("{PROBE}</body>"));
    sandbox.write("probed.html", probed.as_bytes());
    // A window is never narrower than 500 px, a frame is.
    let framed = "<!doctype html><iframe width=390 height=800 src=probed.html></iframe>\
        <pre id=told></pre><script>onload=function(){var inner=document.querySelector('iframe').contentDocument;\
        told.textContent=inner.querySelector('body > pre').textContent}</script>";
    sandbox.write("phone.html", framed.as_bytes());
    let Some(ran) = opened(&sandbox, "phone.html", &["--allow-file-access-from-files"]) else {
        return skipped();
    };
    assert!(ran.out.contains("PROBE sorted=true dark=dark wide=0 window=390"), "{}\n{}", ran.out, ran.err);
}

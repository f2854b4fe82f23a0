#include "page/number.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/trust.h"

namespace writ::report {

using namespace page;

namespace {

std::uint64_t bundle_bytes(const PeriodData& one) {
  std::uint64_t sum = 0;
  for (const BundleFile& file : one.bundle.files) sum += file.bytes;
  return sum;
}

Html steps(const SiteData& site) {
  return ol(li("The log's signatures meet the trust policy in ", code("policy.txt"),
               ", and the log's files recompute to the signed root."),
            li("The periods follow each other without a gap, from one close to the next."),
            li("Every entry of a period is accounted for: opened, or a dummy that its key regenerates. One that is "
               "neither counts as a request and fails."),
            li("Decisions, packages and notices each name an opened entry of the right kind."),
            li("Every total, and every table of ", code("report.json"), ", equals the sum of the rows."),
            li("The hash of ", code("report.json"), " is itself in the log."), li(step_of_time(site)));
}

Html shown_and_not(const SiteData& site) {
  Html shown = section(
      h2("What the check shows"),
      ul(li("Which signatures stand behind the log, and how many witnesses: ", code("witnesses h of n"), "."),
         li("That no entry of the period is unaccounted for."), li("That each total is the sum of the opened rows."),
         li("That the log was not rewritten since an older copy of yours, if you have one.")));
  Html never = section(
      h2("What it never shows"),
      ul(each(trust_limits(site), [](const Html& limit) { return li(limit); }),
         li("That a request was never kept out of the log: only its sender can know, from a missing receipt."),
         li("That requests were not invented."), li("That a decision was right."),
         li("That the data given was what is listed."), li("That this page is honest: it comes from the provider.")));
  return div(cls("w-columns"), shown, never);
}

std::string command_at(const SiteData& site, const std::string& place) {
  std::string command = "writ verify";
  for (const PeriodData& one : site.periods) command += " " + place + "bundles/" + one.name();
  command += " --log " + place + "log --policy policy.txt";
  // Only a set that reaches back to the first entry can promise that nothing lies outside it.
  if (!site.periods.empty() && site.periods.front().bundle.published.first_index == 0) command += " --all";
  return command;
}

}  // namespace

std::string verify_command(const SiteData& site) { return command_at(site, ""); }

std::string verify_by_address(const SiteData& site) {
  return "curl -O $SITE/policy.txt\n" + command_at(site, "$SITE/");
}

Html verify_box(const SiteData& site, const Here& here) {
  std::uint64_t bytes = 0;
  for (const PeriodData& one : site.periods) bytes += bundle_bytes(one);
  return section(cls("w-box"), attr("aria-labelledby", "check"), h2(id("check"), "Check these figures yourself"),
                 p("With the address of this site in ", code("SITE"), ", as your browser shows it, without ", code("/"),
                   " at its end:"),
                 command(verify_by_address(site)),
                 p("It recomputes every figure from ", bytes_in_words(bytes),
                   " of published bundles and the log, and ends with 0 only if all of them follow. ",
                   here.link("verify/index.html", "What it shows, and what it never shows"), "."));
}

std::pair<std::string, std::string> verify_page(const SiteData& site) {
  const Here here("verify/index.html");
  Html main = h1("Check these figures yourself");
  if (site.periods.empty()) {
    main += p(cls("w-lead"), "No period has closed yet, so there is nothing to check.");
  } else {
    main += p(cls("w-lead"),
              "You need no account and no permission, and you need not trust this page: the program is open, the files "
              "are public.");
    main += h2("The command");
    main += ol(
        li("Get ", code("writ"), " from a source you trust, or build it."),
        li("Get ", here.link("policy.txt", "policy.txt"),
           ", which names the key that you trust: best not from here alone, but also from somebody else who kept it."),
        li("Run, with the address of this site in ", code("SITE"), " (as your browser shows it, without ", code("/"),
           " at its end):"));
    main += command(verify_by_address(site));
    main += p("It reads ", here.link("log/checkpoint", "log/checkpoint"), " and the log's tiles, and ",
              here.link("data/index.html", "the bundles"), ", from this server. ",
              here.link(".well-known/writ.json", ".well-known/writ.json"),
              " lists every log and every report of the provider. With copies in a folder of your own:");
    main += command(verify_command(site));
    main += p("With ", code("--old-checkpoint FILE"), " it also shows that the log only grew since you last looked.");
    Grid made{.id = "periods",
              .caption = "What it reads",
              .columns = {{"Period"}, {"Log entries"}, {"Rows opened", true}, {"Rows held", true}, {"Bytes", true}}};
    for (const PeriodData& one : site.periods)
      made.rows.push_back({period_in_words(one.period()),
                           number(one.bundle.published.first_index) + " to " + number(one.bundle.published.close_index),
                           number(one.bundle.opened.size() - one.tables.all.held), number(one.tables.all.held),
                           number(bundle_bytes(one))});
    main += grid(here, made);
  }
  main += h2("What it answers");
  Grid answers{.id = "answers", .caption = "Exit codes", .columns = {{"Code"}, {"Meaning"}}, .stacked = false};
  answers.rows = {
      {"0", "Verified. What was not proven is said in words, for instance how many witnesses signed."},
      {"1", "These figures do not match the log. Each failure stands on a line of its own with index and rule."},
      {"2", "It could not be checked: a file is missing or cannot be read. That is no failure of the figures."}};
  main += grid(here, answers) + h2("What it does") + steps(site) + shown_and_not(site);
  main +=
      h2("A receipt or a package") +
      p("If you sent a request, you hold a receipt: ", here.link("authorities/index.html#receipt", "how to check it"),
        ", and how to check a package with ", here.link("package-signer.crt.pem", "package-signer.crt.pem"),
        ". If you got a notice: ", here.link("notice/index.html", "is it real?"));
  if (site.test_log())
    main += p(cls("w-note"), "The origin ends in ", code("/test"), ": every verdict on this log says TEST LOG.");
  return page_file(site, here,
                   {.title = "Check these figures yourself",
                    .description = "Recompute the totals from the public log.",
                    .above = {{"Latest", "index.html"}},
                    .main = std::move(main)});
}

}  // namespace writ::report

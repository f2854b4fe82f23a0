#include <nlohmann/json.hpp>

#include "page/number.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/trust.h"

namespace writ::report {

using namespace page;

namespace {

std::string command_at(const SiteData& site, const std::string& place) {
  std::string command = "writ verify";
  for (const PeriodData& one : site.periods) command += " " + place + "bundles/" + one.name();
  command += " --log " + place + "log --policy policy.txt";
  // Only a set that reaches back to the first entry can promise that nothing lies outside it.
  if (!site.periods.empty() && site.periods.front().bundle.published.first_index == 0) command += " --all";
  return command;
}

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

/// Address of the site's root from a page, in every language.
std::string root_from(const Here& here) {
  const std::string policy = here.to("policy.txt");
  return policy.substr(0, policy.size() - std::string_view("policy.txt").size());
}

/// Where web/verify/verify.entry.mjs builds the check; hidden until it runs.
Html checker(const SiteData& site, const Here& here) {
  auto periods = nlohmann::json::array();
  for (const PeriodData& one : site.periods)
    periods.push_back({{"name", one.name()},
                       {"label", period_in_words(one.period())},
                       {"bytes", bundle_bytes(one)},
                       {"close", one.bundle.published.close_index}});
  auto countries = nlohmann::json::array();
  for (const std::string& code : site.countries())
    if (code != country_not_shown) countries.push_back({code, country_name(code)});
  const std::string reach = site.options.contact.empty() ? "the provider" : site.options.contact;
  const std::string root = root_from(here);
  return div(id("checker"), flag("hidden"), attr("data-root", root.empty() ? "./" : root),
             attr("data-periods", periods.dump()), attr("data-countries", countries.dump()), attr("data-contact", reach));
}

Html published_figures(const SiteData& site, const Here& here) {
  Grid made{.id = "published",
            .caption = "What is published",
            .columns = {{"Period"}, {"Requests received", true}, {"Requests fulfilled", true}, {"Users affected", true}}};
  for (const PeriodData& one : site.periods) {
    const Counts& all = one.tables.all;
    made.rows.push_back({here.link("reports/" + one.name() + "/index.html", period_in_words(one.period())),
                         number(all.requests), number(all.fulfilled), number(all.users_affected)});
  }
  return grid(here, made) + p(strong(attr("data-part", "published-mark")));
}

Html in_this_browser(const SiteData& site, const Here& here) {
  return h2(id("here"), "In this browser") +
         element("noscript", p(cls("w-note"), "JavaScript is off, so the check cannot run on this page. The command "
                                              "line below does the same check.")) +
         checker(site, here) + published_figures(site, here);
}

Html at_the_command_line(const SiteData& site, const Here& here) {
  Html out = h2(id("command"), "The command");
  out += ol(
      li("Get ", code("writ"), " from a source you trust, or build it."),
      li("Get ", here.link("policy.txt", "policy.txt"),
         ", which names the key that you trust: best not from here alone, but also from somebody else who kept it."),
      li("Run, with the address of this site in ", code("SITE"), " (as your browser shows it, without ", code("/"),
         " at its end):"));
  out += command(verify_by_address(site));
  out += p("It reads ", here.link("log/checkpoint", "log/checkpoint"), " and the log's tiles, and ",
           here.link("data/index.html", "the bundles"), ", from this server. ",
           here.link(".well-known/writ.json", ".well-known/writ.json"),
           " lists every log and every report of the provider. With copies in a folder of your own:");
  out += command(command_at(site, ""));
  out += p("With ", code("--old-checkpoint FILE"), " it also shows that the log only grew since you last looked.");
  Grid made{.id = "periods",
            .caption = "What it reads",
            .columns = {{"Period"}, {"Log entries"}, {"Rows opened", true}, {"Rows held", true}, {"Bytes", true}}};
  for (const PeriodData& one : site.periods)
    made.rows.push_back({period_in_words(one.period()),
                         number(one.bundle.published.first_index) + " to " + number(one.bundle.published.close_index),
                         number(one.bundle.opened.size() - one.tables.all.held), number(one.tables.all.held),
                         number(bundle_bytes(one))});
  return out + grid(here, made);
}

}  // namespace

std::string verify_by_address(const SiteData& site) {
  return "curl -O $SITE/policy.txt\n" + command_at(site, "$SITE/");
}

Html verify_box(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  std::uint64_t bytes = 0;
  for (const PeriodData& one : site.periods) bytes += bundle_bytes(one);
  return section(
      cls("w-box"), attr("aria-labelledby", "check"), h2(id("check"), t("verify.title")),
      p(t("verify.in_browser", {{"bytes", bytes_in_words(bytes, t)}, {"verify", here.href_to("verify/index.html")}})),
      p(t("verify.with_site")), command(verify_by_address(site), t), p(t("verify.ends_with_0")));
}

std::pair<std::string, std::string> verify_page(const SiteData& site) {
  const Here here = site.here("verify/index.html");
  Html main = h1("Check these figures yourself");
  if (site.periods.empty()) {
    main += p(cls("w-lead"), "No period has closed yet, so there is nothing to check.");
  } else {
    main += p(cls("w-lead"),
              "You need no account and no permission, and you need not trust this page: the program is open, the files "
              "are public.");
    main += in_this_browser(site, here) + at_the_command_line(site, here);
  }
  main += h2("What it answers");
  Grid answers{.id = "answers", .caption = "Exit codes", .columns = {{"Code"}, {"Meaning"}}, .stacked = false};
  answers.rows = {
      {"0", "Verified. What was not proven is said in words, for instance how many witnesses signed."},
      {"1", "These figures do not match the log. Each failure stands on a line of its own with index and rule."},
      {"2", "It could not be checked: a file is missing or cannot be read. That is no failure of the figures."}};
  main += grid(here, answers) + h2("What it does") + steps(site) + shown_and_not(site);
  main += h2("A receipt, a notice or a package") +
          p("If you sent a request or got a notice: ", here.link("receipt/index.html", "check your receipt or proof"),
            ". A package is checked with ", here.link("package-signer.crt.pem", "package-signer.crt.pem"), ": ",
            here.link("authorities/index.html#receipt", "how"), ".");
  if (site.test_log())
    main += p(cls("w-note"), "The origin ends in ", code("/test"), ": every verdict on this log says TEST LOG.");
  return page_file(site, here,
                   {.title = "Check these figures yourself",
                    .description = "Recompute the totals from the public log.",
                    .above = {{site.locale().text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .main_in_english = true,
                    .script = "verify.js"});
}

}  // namespace writ::report

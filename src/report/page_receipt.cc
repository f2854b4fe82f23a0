#include "report/components.h"
#include "report/pages.h"
#include "report/script_words.h"

namespace writ::report {

using namespace page;

namespace {

Html at_the_command_line(const Locale& t, const Here& here) {
  return h2(id("command"), t("verify.command")) +
         p(t("receipt.command", {{"policy", here.link("policy.txt", "policy.txt")}})) +
         command(
             "writ receipt check FOLDER --policy policy.txt \\\n  --requester-address YOU@AGENCY --nonce "
             "64-HEX-DIGITS --sent request.json",
             t) +
         p(t("receipt.folder"));
}

Html what_it_shows(const Locale& t) {
  return div(cls("w-columns"),
             section(h2(t("receipt.shows")),
                     ul(li(t("receipt.shows_entry")), li(t("receipt.shows_sent")), li(t("receipt.shows_kept")))),
             section(h2(t("receipt.notice")), ul(li(t("receipt.notice_entry")), li(t("receipt.notice_row")),
                                                 li(t("receipt.notice_not_you")), li(t("receipt.notice_mail")))));
}

}  // namespace

std::pair<std::string, std::string> receipt_page(const SiteData& site) {
  const Here here = site.here("receipt/index.html");
  const std::string policy = here.to("policy.txt");
  const std::string root = policy.substr(0, policy.size() - std::string_view("policy.txt").size());
  auto bundles = std::string();
  for (const PeriodData& one : site.periods) bundles += (bundles.empty() ? "" : " ") + one.name();
  const Locale& t = site.locale();
  Html main = h1(t("receipt.title")) + p(cls("w-lead"), t("receipt.lead"));
  main += div(cls("w-warning"), t("receipt.confidential"));
  main += element("noscript", p(cls("w-note"), t("receipt.no_script")));
  main +=
      div(id("receipt-checker"), flag("hidden"), attr("data-root", root.empty() ? "./" : root),
          attr("data-bundles", bundles), attr("data-words", checker_words(t)), attr("data-verdict", verdict_words(t)));
  main += at_the_command_line(t, here) + what_it_shows(t);
  main += p(here.link("notice/index.html", t.text("foot.notice")), " \u00b7 ",
            here.link("authorities/index.html", t.text("foot.authorities")));
  return page_file(site, here,
                   {.title = t.text("receipt.title"),
                    .description = t.text("receipt.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .script = "receipt.js"});
}

}  // namespace writ::report

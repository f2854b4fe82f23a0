// /notice/ and /complain/: what a person who got a notice, or who contests something, can do today.
#include "report/components.h"
#include "report/pages.h"

namespace writ::report {

using namespace page;

namespace {

Html real_notice(const SiteData& site) {
  const Locale& t = site.locale();
  const Html sender =
      site.options.contact.empty() ? t("notice.real_mail") : t("notice.real_mail_from", {{"contact", contact(site)}});
  return h2(t("notice.real_title")) +
         ul(li(sender), li(t("notice.real_says")), li(t("notice.real_repeats")), li(t("notice.real_asks")));
}

Html checking(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  const Html ask = site.options.contact.empty() ? t("notice.check_ask_unknown", {{"contact", contact(site)}})
                                                : t("notice.check_ask", {{"contact", contact(site)}});
  return h2(t("notice.check_title")) +
         ol(li(t("notice.check_type")), li(ask), li(t("notice.check_index")),
            li(t("notice.check_row", {{"file", here.href_to("data/disclosures.csv")}})),
            li(t("notice.check_log", {{"verify", here.href_to("verify/index.html")}}))) +
         p(cls("w-note"), t("notice.limit"));
}

Html road(std::string_view anchor, const Html& title, const std::vector<Html>& steps) {
  return h2(id(anchor), title) + ol(each(steps, [](const Html& step) { return li(step); }));
}

}  // namespace

std::pair<std::string, std::string> notice_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("notice/index.html");
  Html main = h1(t("foot.notice")) + p(cls("w-lead"), t("notice.lead"));
  if (site.options.synthetic) main += p(cls("w-note"), t("notice.demonstration"));
  main += real_notice(site) + checking(site, here);
  main += h2(t("notice.contest")) + p(here.link("complain/index.html#user", t.text("notice.how_to_complain")));
  return page_file(site, here,
                   {.title = t.text("foot.notice"),
                    .description = t.text("notice.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> complain_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("complain/index.html");
  const Html mail = contact(site);
  Html main = h1(t("foot.complain")) + p(cls("w-lead"), t("complain.lead"));
  if (site.options.synthetic) main += p(cls("w-note"), t("complain.demonstration"));
  main += road("user", t("complain.user"),
               {t("complain.user_write", {{"contact", mail}, {"notice", here.href_to("notice/index.html")}}),
                t("complain.user_answer", {{"provider", site.options.provider_name}}), t("complain.user_beyond")});
  main += road("officer", t("complain.officer"),
               {t("complain.officer_read", {{"policy", here.href_to("policy/index.html")}}),
                t("complain.officer_missing", {{"contact", mail}}), t("complain.officer_policy")});
  main += road("figures", t("complain.figures"),
               {t("complain.figures_check", {{"verify", here.href_to("verify/index.html")}}),
                t("complain.figures_receipt", {{"receipt", here.href_to("authorities/index.html#receipt")}}),
                t("complain.figures_write", {{"contact", mail}})});
  return page_file(site, here,
                   {.title = t.text("foot.complain"),
                    .description = t.text("complain.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

}  // namespace writ::report

#include "desk/case_page.h"

#include "page/parts.h"

namespace writ::desk {

using namespace page;
using casework::CaseFile;
using casework::State;

namespace {

constexpr std::size_t accounts_open_max = 20;  // more stand folded, so that what follows is near
constexpr int pages_listed_max = 40;           // links in one page; the rest is reached from the picture's own page

bool waits_incomplete(const CaseFile& file) { return file.incomplete && file.incomplete->approved_by.empty(); }

Html tabs(const CasePage& page, std::string_view current) {
  struct Tab {
    const char* tail;
    Key title;
    bool shown;
  };
  const State state = page.file.state;
  const bool gathers = page.has_role("gatherer") && (state == State::approved || state == State::delivered);
  const Tab all[] = {{"", "case.tab.workbench", true},
                     {"/verify", "case.tab.verify", page.has_role("intake")},
                     {"/approve", "case.tab.approve",
                      page.has_role("approver") && (state == State::drafted || waits_incomplete(page.file))},
                     {"/gather", "case.tab.gather", gathers},
                     {"/notice", "case.tab.notice", true},
                     {"/history", "case.tab.history", true},
                     {"/authority", "case.tab.authority", true}};
  return nav(cls("w-tabs"), attr("aria-label", page.t.text("case.tab.label")), ul(each(all, [&](const Tab& tab) {
               if (!tab.shown) return Html();
               return li(a(href(page.url(tab.tail)), when(current == tab.tail, attr("aria-current", "page")),
                           page.t.html(tab.title)));
             })));
}

Html bar(const CasePage& page) {
  const Locale& t = page.t;
  const CaseFile& file = page.file;
  const bool open = file.state == State::received || file.state == State::verified || file.state == State::drafted ||
                    file.state == State::approved;
  Html items = li(strong(identifier(file.ref))) + li(tag(state_words(t, file.state), Tone::info));
  if (open) items += li(t.html("case.bar.due", {{"due", due(t, file.due_at, page.now)}}));
  items += li(
      t.html("case.agency_country", {{"agency", file.request.agency}, {"country", t.country(file.request.country)}}));
  items +=
      li(t.html("case.bar.owner", {{"name", file.owner.empty() ? t.text("case.nobody") : page.names(file.owner)}}));
  if (file.request.emergency) items += li(tag(t.text("case.tag.emergency"), Tone::bad));
  // What staff found stands in place of what was declared.
  const bool barred = file.gag ? file.gag->kind != "none" : file.request.secrecy.kind == legal::Secrecy::Kind::ordered;
  if (barred) items += li(tag(t.text("case.tag.do_not_tell"), Tone::warn));
  for (const std::string& flag : file.flags)
    if (const std::string words = flag_words(t, flag); !words.empty()) items += li(tag(words, Tone::neutral));
  return ul(cls("w-identity"), items);
}

Html neighbours(const CasePage& page) {
  if (page.previous_url.empty() && page.next_url.empty()) return {};
  Html links;
  if (!page.previous_url.empty())
    links += a(href(page.previous_url), attr("data-key", "["), attr("rel", "prev"), page.t.html("case.previous")) +
             Html(" ");
  if (!page.next_url.empty())
    links += a(href(page.next_url), attr("data-key", "]"), attr("rel", "next"), page.t.html("case.next"));
  return p(cls("w-neighbours"), links);
}

Html selector_words(const Locale& t, const legal::Selector& selector) {
  const std::string kind = kind_words(t, selector.kind);
  const Html value = code_identifier(selector.value);
  const std::string port = selector.port ? std::to_string(*selector.port) : std::string();
  if (!selector.window && port.empty()) return t.html("case.selector", {{"kind", kind}, {"value", value}});
  if (!selector.window) return t.html("case.selector.port", {{"kind", kind}, {"value", value}, {"port", port}});
  return t.html(port.empty() ? Key("case.selector.window") : Key("case.selector.window_port"),
                {{"kind", kind},
                 {"value", value},
                 {"from", time_words(t, selector.window->from)},
                 {"to", time_words(t, selector.window->to)},
                 {"port", port}});
}

std::string secrecy_words(const Locale& t, const legal::Secrecy& secrecy) {
  if (secrecy.kind == legal::Secrecy::Kind::none) return t.text("case.secrecy.none");
  if (secrecy.kind == legal::Secrecy::Kind::asked) return t.text("case.secrecy.asked");
  if (!secrecy.until) return t.text("case.secrecy.ordered", {{"court", secrecy.court}});
  return t.text("case.secrecy.ordered_until", {{"court", secrecy.court}, {"day", day_words(t, *secrecy.until)}});
}

std::string accounts_words(const Locale& t, std::size_t first, std::size_t last) {
  return t.text("case.accounts_range", {{"first", std::to_string(first + 1)}, {"last", std::to_string(last + 1)}});
}

/// Of one account: which categories, and if the decision is narrower than the request, of what time.
std::string given_words(const Locale& t, const casework::Decision& decision, std::size_t i) {
  if (decision.granted[i].empty()) return t.text("case.granted.nothing");
  const std::string given = categories(t, decision.granted[i]);
  if (i >= decision.windows.size() || !decision.windows[i]) return t.text("case.granted.give", {{"categories", given}});
  return t.text("case.granted.give_window", {{"categories", given},
                                             {"from", time_words(t, decision.windows[i]->from)},
                                             {"to", time_words(t, decision.windows[i]->to)}});
}

Html one_document(const CasePage& page, const DocumentView& document) {
  const Locale& t = page.t;
  const std::string base = page.url("/documents/" + document.id);
  Html inside = p(cls("govuk-body-s"),
                  t.html("case.document.facts",
                         {{"type", document.type}, {"n", document.bytes}, {"hash", code_identifier(document.sha256)}}));
  if (!document.trouble.empty()) inside += inset_text(Html(document.trouble));
  if (page.numbers_hidden) {
    return section(cls("w-document"), h3(document.name), inside, inset_text(t.html("case.document.hidden")),
                   p(a(href(base + "/text"), t.html("case.document.text"))));
  }
  if (document.pages) {
    const int shown = std::min(*document.pages, pages_listed_max);
    Html links;
    for (int n = 1; n <= shown; ++n)
      links += li(a(href(base + "/pages/" + std::to_string(n)), t.html("case.document.page", {{"n", n}})));
    if (shown < *document.pages) links += li(t.html("case.document.more", {{"n", *document.pages - shown}}));
    inside += figure(cls("w-page"),
                     a(href(base + "/pages/1"), img(src(base + "/pages/1.png"),
                                                    attr("alt", t.text("case.document.alt", {{"name", document.name}})),
                                                    attr("width", "620"), attr("loading", "lazy")))) +
              ol(cls("w-pages"), links);
  }
  return section(cls("w-document"), h3(document.name), inside,
                 p(a(href(base + "/text"), t.html("case.document.text")), " · ",
                   a(href(base + "/original"), attr("download", ""), t.html("case.document.original"))));
}

}  // namespace

std::string account_words(const Locale& t, std::size_t i) {
  return t.text("case.account", {{"n", std::to_string(i + 1)}});
}

std::string account_words(const Locale& t, std::size_t i, legal::SelectorKind kind) {
  return t.text("case.account_kind", {{"n", std::to_string(i + 1)}, {"kind", kind_words(t, kind)}});
}

Html case_head(const CasePage& page, std::string_view current, std::string_view title) {
  Html out = error_summary(page.faults, form_words(page.t)) + bar(page);
  if (page.open_elsewhere) {
    out +=
        form_element({.action = page.url("/take-over"), .csrf = page.csrf},
                     p(page.t.html("case.opened_by", {{"name", page.open_elsewhere->who},
                                                      {"when", relative(page.t, page.open_elsewhere->at, page.now)}}),
                       " ", submit_button(page.t.text("case.take_over"), ButtonKind::secondary)));
  }
  return out + neighbours(page) + tabs(page, current) + h1(title);
}

Html warning(const Locale& t, const Html& text) { return warning_text(text, t.text("case.warning")); }

Paging paging(const Locale& t, std::string previous_url, std::string next_url, std::string shown) {
  return {.previous_url = std::move(previous_url),
          .next_url = std::move(next_url),
          .previous_label = t.text("case.pages.previous"),
          .next_label = t.text("case.pages.next"),
          .shown = std::move(shown),
          .label = t.text("case.pages")};
}

Html version_field(const CasePage& page) { return hidden_field("version", std::to_string(page.file.version)); }

Html case_form(const CasePage& page, std::string_view tail, const Html& inside) {
  return form_element({.action = page.url(tail), .csrf = page.csrf}, version_field(page) + inside);
}

Html request_summary(const CasePage& page) {
  const Locale& t = page.t;
  const legal::Request& request = page.file.request;
  std::vector<SummaryRow> rows = {{t.text("case.label.instrument"), Html(word_of(t, "instrument", request.instrument))},
                                  {t.text("case.label.offence"), Html(word_of(t, "offence", request.offence))},
                                  {t.text("case.label.asks_for"), Html(categories(t, request.data_sought))},
                                  {t.text("case.label.file_number"), identifier(request.file_number)},
                                  {t.text("case.label.officer"), identifier(request.officer)},
                                  {t.text("case.label.received"), moment(t, page.file.received_at)},
                                  {t.text("case.label.secrecy"), Html(secrecy_words(t, request.secrecy))}};
  std::vector<SummaryRow> accounts;
  for (const legal::Selector& selector : request.selectors)
    accounts.push_back({account_words(t, accounts.size()), selector_words(t, selector)});
  if (accounts.size() > accounts_open_max) {
    rows.push_back({t.text("case.label.accounts"), Html(t.number(accounts.size()))});
    return summary_list(rows) +
           details_part(t.text("case.accounts_all", {{"n", accounts.size()}}), summary_list(accounts));
  }
  rows.insert(rows.end(), accounts.begin(), accounts.end());
  return summary_list(rows);
}

Html document_pane(const CasePage& page) {
  if (page.documents.empty())
    return p(page.t.html("case.document.none", {{"hash", code_identifier(base::to_hex(page.file.request.document))}}));
  return each(page.documents, [&](const DocumentView& one) { return one_document(page, one); });
}

std::vector<AccountsWords> granted_words(const Locale& t, const casework::Decision& decision) {
  const auto words_at = [&](std::size_t i) {
    const std::string what = given_words(t, decision, i);
    if (i >= decision.grounds.size() || decision.grounds[i].empty()) return what;
    return t.text("case.granted.ground", {{"what", what}, {"ground", word_of(t, "ground", decision.grounds[i])}});
  };
  std::vector<AccountsWords> out;
  for (std::size_t i = 0; i < decision.granted.size();) {
    std::size_t last = i;
    const std::string words = words_at(i);
    while (last + 1 < decision.granted.size() && words_at(last + 1) == words) ++last;
    out.push_back({last == i ? account_words(t, i) : accounts_words(t, i, last), words, !decision.granted[i].empty()});
    i = last + 1;
  }
  return out;
}

Html decision_summary(const casework::Decision& decision, const CasePage& page) {
  const Locale& t = page.t;
  std::vector<SummaryRow> rows = {{t.text("case.label.outcome"), Html(word_of(t, "outcome", decision.outcome))},
                                  {t.text("case.label.ground"), Html(word_of(t, "ground", decision.ground))}};
  if (!decision.policy_rule.empty())
    rows.push_back(
        {t.text("case.label.rule"), t.html("case.rule_of", {{"rule", code_identifier(decision.policy_rule)},
                                                            {"policy", code_identifier(decision.policy_id)}})});
  for (const AccountsWords& one : granted_words(t, decision)) rows.push_back({one.accounts, Html(one.words)});
  rows.push_back({t.text("case.label.drafted_by"), Html(page.names(decision.drafted_by))});
  if (decision.deviates) rows.push_back({t.text("case.label.deviates"), Html(decision.written_ground)});
  if (!page.file.earlier_ref.empty())
    rows.push_back(
        {t.text("case.label.duplicate_of"), a(href("/desk/cases/" + page.file.earlier_ref), page.file.earlier_ref)});
  std::vector<std::string> approvers;
  for (const std::string& id : decision.approved_by) approvers.push_back(page.names(id));
  if (!approvers.empty()) rows.push_back({t.text("case.label.approved_by"), Html(joined(t, approvers))});
  return summary_list(rows);
}

}  // namespace writ::desk

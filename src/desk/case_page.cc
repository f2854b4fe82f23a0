#include "desk/case_page.h"

#include <fmt/format.h>

#include "page/number.h"
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
    const char* title;
    bool shown;
  };
  const State state = page.file.state;
  const bool gathers = page.has_role("gatherer") && (state == State::approved || state == State::delivered);
  const Tab all[] = {
      {"", "Workbench", true},
      {"/verify", "Verify", page.has_role("intake")},
      {"/approve", "Approve", page.has_role("approver") && (state == State::drafted || waits_incomplete(page.file))},
      {"/gather", "Gather and seal", gathers},
      {"/notice", "Notice", true},
      {"/history", "History", true},
      {"/authority", "Authority", true}};
  return nav(
      cls("w-tabs"), attr("aria-label", "Case"), ul(each(all, [&](const Tab& tab) {
        if (!tab.shown) return Html();
        return li(a(href(page.url(tab.tail)), when(current == tab.tail, attr("aria-current", "page")), tab.title));
      })));
}

Html bar(const CasePage& page) {
  const CaseFile& file = page.file;
  const bool open = file.state == State::received || file.state == State::verified || file.state == State::drafted ||
                    file.state == State::approved;
  Html items = li(strong(identifier(file.ref))) + li(tag(state_words(file.state), Tone::info));
  if (open) items += li("due ", due(file.due_at, page.now));
  items += li(file.request.agency + " (" + country_name(file.request.country) + ")");
  items += li("owner: " + (file.owner.empty() ? std::string("nobody") : page.names(file.owner)));
  if (file.request.emergency) items += li(tag("emergency", Tone::bad));
  // What staff found stands in place of what was declared.
  const bool barred = file.gag ? file.gag->kind != "none" : file.request.secrecy.kind == legal::Secrecy::Kind::ordered;
  if (barred) items += li(tag("do not tell the user", Tone::warn));
  for (const std::string& flag : file.flags)
    if (const std::string words = flag_words(flag); !words.empty()) items += li(tag(words, Tone::neutral));
  return ul(cls("w-identity"), items);
}

Html neighbours(const CasePage& page) {
  if (page.previous_url.empty() && page.next_url.empty()) return {};
  Html links;
  if (!page.previous_url.empty())
    links += a(href(page.previous_url), attr("data-key", "["), attr("rel", "prev"), "Previous case") + Html(" ");
  if (!page.next_url.empty()) links += a(href(page.next_url), attr("data-key", "]"), attr("rel", "next"), "Next case");
  return p(cls("w-neighbours"), links);
}

Html selector_words(const legal::Selector& selector) {
  Html out = Html(kind_words(selector.kind) + " ") + code_identifier(selector.value);
  if (selector.window) out += Html(", " + time_words(selector.window->from) + " to " + time_words(selector.window->to));
  if (selector.port) out += Html(fmt::format(", port {}", *selector.port));
  return out;
}

std::string secrecy_words(const legal::Secrecy& secrecy) {
  if (secrecy.kind == legal::Secrecy::Kind::none) return "not asked";
  if (secrecy.kind == legal::Secrecy::Kind::asked) return "asked for; that alone binds nobody";
  return "ordered by " + secrecy.court + (secrecy.until ? " until " + day_words(*secrecy.until) : " without an end");
}

Html one_document(const CasePage& page, const DocumentView& document) {
  const std::string base = page.url("/documents/" + document.id);
  Html inside = p(cls("govuk-body-s"), document.type + ", " + number(document.bytes) + " bytes, SHA-256 ",
                  code_identifier(document.sha256));
  if (!document.trouble.empty()) inside += inset_text(Html(document.trouble));
  if (page.numbers_hidden) {
    return section(
        cls("w-document"), h3(document.name), inside,
        inset_text(Html("Until a call on a number of our own directory is recorded, this document is shown as "
                        "text without telephone numbers.")),
        p(a(href(base + "/text"), "Text")));
  }
  if (document.pages) {
    const int shown = std::min(*document.pages, pages_listed_max);
    Html links;
    for (int n = 1; n <= shown; ++n)
      links += li(a(href(base + "/pages/" + std::to_string(n)), fmt::format("page {}", n)));
    if (shown < *document.pages) links += li(fmt::format("and {} more, from the last one on", *document.pages - shown));
    inside +=
        figure(cls("w-page"),
               a(href(base + "/pages/1"),
                 img(src(base + "/pages/1.png"),
                     attr("alt", "Page 1 of " + document.name + ", as a picture; the text is behind the link Text"),
                     attr("width", "620"), attr("loading", "lazy")))) +
        ol(cls("w-pages"), links);
  }
  return section(cls("w-document"), h3(document.name), inside,
                 p(a(href(base + "/text"), "Text"), " · ",
                   a(href(base + "/original"), attr("download", ""), "Original (download only)")));
}

}  // namespace

Html case_head(const CasePage& page, std::string_view current, std::string_view title) {
  Html out = error_summary(page.faults) + bar(page);
  if (page.open_elsewhere) {
    out += form_element(
        {.action = page.url("/take-over"), .csrf = page.csrf},
        p("Opened by " + page.open_elsewhere->who + " " + relative(page.open_elsewhere->at, page.now) + ". ",
          submit_button("Take over", ButtonKind::secondary)));
  }
  return out + neighbours(page) + tabs(page, current) + h1(title);
}

Html version_field(const CasePage& page) { return hidden_field("version", std::to_string(page.file.version)); }

Html case_form(const CasePage& page, std::string_view tail, const Html& inside) {
  return form_element({.action = page.url(tail), .csrf = page.csrf}, version_field(page) + inside);
}

Html request_summary(const CasePage& page) {
  const legal::Request& request = page.file.request;
  std::vector<SummaryRow> rows = {{"Instrument", Html(label_of(legal::instruments(), request.instrument))},
                                  {"Offence group", Html(label_of(legal::offences(), request.offence))},
                                  {"Asks for", Html(categories(request.data_sought))},
                                  {"File number", identifier(request.file_number)},
                                  {"Officer", identifier(request.officer)},
                                  {"Received", moment(page.file.received_at)},
                                  {"Secrecy", Html(secrecy_words(request.secrecy))}};
  std::vector<SummaryRow> accounts;
  int number_of = 0;
  for (const legal::Selector& selector : request.selectors)
    accounts.push_back({fmt::format("Account {}", ++number_of), selector_words(selector)});
  if (accounts.size() > accounts_open_max) {
    rows.push_back({"Accounts", Html(number(accounts.size()))});
    return summary_list(rows) + details_part("All " + number(accounts.size()) + " accounts", summary_list(accounts));
  }
  rows.insert(rows.end(), accounts.begin(), accounts.end());
  return summary_list(rows);
}

Html document_pane(const CasePage& page) {
  if (page.documents.empty())
    return p("No document came with this request. What was sent has SHA-256 ",
             code_identifier(base::to_hex(page.file.request.document)), ".");
  return each(page.documents, [&](const DocumentView& one) { return one_document(page, one); });
}

std::vector<AccountsWords> granted_words(const casework::Decision& decision) {
  const auto words_at = [&](std::size_t i) {
    std::string words =
        decision.granted[i].empty() ? std::string("nothing is given") : "give " + categories(decision.granted[i]);
    if (i < decision.windows.size() && decision.windows[i])
      words += ", only from " + time_words(decision.windows[i]->from) + " to " + time_words(decision.windows[i]->to);
    if (i < decision.grounds.size() && !decision.grounds[i].empty())
      words += ". Ground: " + label_of(legal::grounds(), decision.grounds[i]);
    return words;
  };
  std::vector<AccountsWords> out;
  for (std::size_t i = 0; i < decision.granted.size();) {
    std::size_t last = i;
    const std::string words = words_at(i);
    while (last + 1 < decision.granted.size() && words_at(last + 1) == words) ++last;
    out.push_back({last == i ? fmt::format("Account {}", i + 1) : fmt::format("Accounts {} to {}", i + 1, last + 1),
                   words, !decision.granted[i].empty()});
    i = last + 1;
  }
  return out;
}

Html decision_summary(const casework::Decision& decision, const CasePage& page) {
  std::vector<SummaryRow> rows = {{"Outcome", Html(label_of(legal::outcomes(), decision.outcome))},
                                  {"Ground", Html(label_of(legal::grounds(), decision.ground))}};
  if (!decision.policy_rule.empty())
    rows.push_back(
        {"Rule", code_identifier(decision.policy_rule) + Html(" of ") + code_identifier(decision.policy_id)});
  for (const AccountsWords& one : granted_words(decision)) rows.push_back({one.accounts, Html(one.words)});
  rows.push_back({"Drafted by", Html(page.names(decision.drafted_by))});
  if (decision.deviates) rows.push_back({"Deviates from the policy", Html(decision.written_ground)});
  if (!page.file.earlier_ref.empty())
    rows.push_back({"Duplicate of", a(href("/desk/cases/" + page.file.earlier_ref), page.file.earlier_ref)});
  std::string approvers;
  for (const std::string& id : decision.approved_by) approvers += (approvers.empty() ? "" : ", ") + page.names(id);
  if (!approvers.empty()) rows.push_back({"Approved by", Html(approvers)});
  return summary_list(rows);
}

}  // namespace writ::desk

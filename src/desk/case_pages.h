// The pages of one case, each from values.
#pragma once

#include <set>

#include "desk/case_page.h"

namespace writ::desk {

/// Document, facts and policy, decision; what may be done next.
struct NoticeView;
page::Html workbench(const CasePage& page, const NoticeView& notice);
/// The checklist with its evidence; the request's own number is hidden until a call is recorded.
struct VerifyExtras {
  std::vector<std::string> earlier;    // references of cases with the same document or the same accounts
  bool officer_known = false;          // the officer is a person vetted here, who signed in
  std::string officer_name;            // empty: nobody here has that address
  std::string officer_agency;
  struct Number {
    std::string number;  // E.164
    std::string whose;   // the entry's name, where the number was found and when, in words
  };
  std::vector<Number> directory;  // our own, for this requester
  std::string add_url;            // of the form that adds an entry for it
};
page::Html verify_page(const CasePage& page, const VerifyExtras& extras);

struct Question {
  std::string identifier;  // in words
  std::string categories;
  std::string window;
};
struct ApproveView {
  bool reads_first = false;         // this person must answer blind before the draft is shown
  std::vector<Question> questions;  // exactly what the messenger will be asked
  std::vector<std::string> letter;  // paragraphs, as the officer will get them
  std::string notice_plan;
  std::vector<std::string> unopened;  // "order.pdf: pages 3-5 not opened"
  std::string may_not;                // why this person cannot approve; empty: may
  bool one_needed = false;            // one approver is enough
};
page::Html approve_page(const CasePage& page, const ApproveView& view);

/// A package that is to go out before a source answered.
struct IncompleteView {
  std::string reason;
  std::string looked_at;  // "2 of 3"; never what was found
  std::string may_not;
};
page::Html approve_incomplete_page(const CasePage& page, const IncompleteView& view);

struct HoldingRow {
  std::string identifier;
  std::string account;  // "account 1", never its id
  std::string category;
  std::string holding;  // in words
  std::size_t values = 0;
};
struct ValueRow {
  std::string identifier;
  std::string category;
  std::string value;
  std::string when;
};
/// One account of the request: what was asked, and what of it goes out and why no more.
struct MinimiseRow {
  std::string accounts;  // "Account 1", "Accounts 2 to 9"
  std::string asked;     // categories, and the time asked about
  std::string given;     // categories with values, and how many rows
  std::vector<std::string> kept_back;  // sentences
};
struct GatherView {
  std::vector<MinimiseRow> minimised;
  bool asked = false;
  std::string by;
  std::optional<base::Time> at;
  std::string failure;
  bool may_go_incomplete = false;  // what answered gave something, and an approver agreed to send it
  bool found = false;
  std::vector<HoldingRow> holdings;
  std::vector<ValueRow> values;  // only when asked for, on this page, and logged
  bool values_shown = false;
  struct Package {
    std::string name;
    std::string sha256;
    std::uint64_t bytes = 0;
    base::Time at;
    std::vector<std::pair<std::string, std::uint64_t>> files;
  };
  std::optional<Package> package;
  bool again = false;  // the package was handed over before and could not be taken
  std::string sealed_to;  // fingerprint of the officer's key, in words
  std::vector<Question> questions;
};
page::Html gather_page(const CasePage& page, const GatherView& view);

struct HistoryRow {
  std::string what;
  std::string who;
  base::Time at;
  std::string words;      // unsealed text, if any
  std::string log_index;  // of its entry, or empty
};
inline constexpr std::size_t history_rows = 50;
/// `rows`: of the whole case, newest first; `skip` of them stand on pages before this one.
page::Html history_page(const CasePage& page, const std::vector<HistoryRow>& rows, std::size_t skip = 0);

struct AuthorityView {
  std::map<std::string, std::int64_t> outcomes;            // of this agency's cases, by state in words
  std::vector<std::pair<std::string, std::string>> cases;  // reference and state
  std::vector<std::string> other_names;                    // at the same mailbox domain
  std::vector<std::string> calls;                          // in words
  std::string standing;
};
page::Html authority_page(const CasePage& page, const AuthorityView& view);

/// What is planned for the users of a case; before a package, as if it were delivered now.
struct NoticeView {
  bool delivered = false;
  bool told = false;
  std::string duty;  // in words
  std::string reason;
  std::optional<base::Time> due_at;
  std::string forbidden;           // by whom and until when, in sentences; empty: nothing binds
  bool authority_informs = false;  // EPOC: no button
  std::vector<std::string> zones;  // of the authority's country, UTC last; not empty
};
page::Html notice_page(const CasePage& page, const NoticeView& view);
/// The same on the workbench, beside the decision.
page::Html notice_plan_part(const CasePage& page, const NoticeView& view);
page::Html gag_warning(const page::Locale& t, const NoticeView& view);

/// One case of the gag calendar.
struct GagRow {
  std::string ref;
  std::optional<base::Day> review;
  std::string forbidden;
  std::optional<base::Time> due_at;
  bool authority_informs = false;
};
struct GagCalendar {
  std::vector<GagRow> rows;
  std::string previous_url;
  std::string next_url;
};
page::Html gag_calendar(const page::Locale& t, const GagCalendar& calendar, base::Time now);

/// Two people at one case: what was typed, and what happened meanwhile. Nothing is lost.
page::Html clash_page(const CasePage& page, const std::string& action,
                      const std::vector<std::pair<std::string, std::string>>& typed,
                      const std::vector<HistoryRow>& since);

}  // namespace writ::desk

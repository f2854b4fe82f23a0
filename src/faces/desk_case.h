// What the handlers of one case share: loading it, showing a page of it, and what follows a form.
#pragma once

#include <functional>

#include "app/desk.h"
#include "app/desk_store.h"
#include "app/documents.h"
#include "app/gather.h"
#include "desk/case_pages.h"
#include "faces/respond.h"
#include "faces/routes.h"

namespace writ::faces {

/// Roles that see cases: administrators have people and settings, no cases.
inline Access case_roles() { return roles({"intake", "decider", "approver", "gatherer", "publisher", "auditor"}); }
/// Of those, who changes something.
inline Access work_roles() { return roles({"intake", "decider", "approver", "gatherer", "publisher"}); }

app::Desk desk_of(Call& call);
app::DeskStore store_of(Call& call);
/// Names of persons by id, read once for a page, in whose language the system and who is gone are named.
desk::Names names_of(Call& call);
std::vector<std::pair<std::string, std::string>> case_people(Call& call);

struct LoadedDeskCase {
  casework::CaseFile file;
  policy::Policy policy;
  std::vector<app::Document> documents;
  /// An emergency before its recorded call: the request's own words are shown without telephone numbers, its documents as
  /// text only (faces.md section 5: forged requests bring their own number).
  bool numbers_hidden = false;
};
/// Of an emergency whose call is not recorded yet.
bool hides_numbers(const casework::CaseFile& file);
std::string shown_without_numbers(const page::Locale& t, const casework::CaseFile& file, std::string_view text);

/// not_found also for what is not there; an erased case is loaded, its page is erased_page().
base::Result<LoadedDeskCase> load_desk_case(Call& call);
http::Response erased_page(Call& call, const casework::CaseFile& file);
/// The value that the pages are made from. `loaded` must outlive it.
desk::CasePage page_of_case(Call& call, const LoadedDeskCase& loaded, const Faults& faults = {});
/// Loads, makes the page, answers; 404 and 410 where they belong.
using CaseView = std::function<page::Html(Call&, const LoadedDeskCase&, const desk::CasePage&)>;
http::Response case_response(Call& call, std::string_view title, const CaseView& view, const Faults& faults = {});

/// Counts the pages of a case's documents that were not counted yet; without the lock.
void count_pages(Call& call);

/// Does `act` if the case still stands where the form was made; otherwise the page for two people at one case. Refusals
/// of a rule come back to `again` as faults of the field that `field_of` names; success leads to `next` with `word`.
struct CaseAct {
  std::function<base::Result<>(app::Desk&, const std::string& ref)> act;
  std::string next;  // tail of the case's address
  std::string word;
  std::function<http::Response(Call&, const Faults&)> again;
  std::map<std::string, std::string> fields = {};  // of the door's error to the form's
  bool moves = true;                               // false: a note, which needs no version
};
http::Response do_case_act(Call& call, const CaseAct& what);

/// Who lost the work on a draft is told, each in their own language: its drafter and who approved it, but not who is
/// calling.
void tell_about(Call& call, const casework::CaseFile& file, page::Key text);
/// The plan of notice of a case and what forbids it, in words.
desk::NoticeView notice_of(Call& call, const LoadedDeskCase& loaded);
std::vector<desk::HistoryRow> history_of(Call& call, const casework::CaseFile& file, std::int64_t after = 0);
std::vector<desk::Question> questions_of(const page::Locale& t, const casework::CaseFile& file,
                                         const casework::Decision& decision);
/// The form's answers about the policy's facts: those that are missing are faults.
legal::Facts facts_in(Call& call, const LoadedDeskCase& loaded, Faults& faults);

std::vector<Route> desk_inbox_routes();
std::vector<Route> desk_case_routes();
std::vector<Route> desk_decision_routes();
std::vector<Route> desk_notice_routes();
std::vector<Route> desk_emergency_routes();
std::vector<Route> desk_gather_routes();
std::vector<Route> desk_document_routes();
std::vector<Route> desk_bulk_routes();
std::vector<Route> desk_book_routes();
std::vector<Route> desk_close_routes();
std::vector<Route> desk_held_routes();
std::vector<Route> desk_band_routes();
std::vector<Route> desk_staff_routes();
std::vector<Route> desk_authority_routes();
std::vector<Route> desk_record_book_routes();

}  // namespace writ::faces

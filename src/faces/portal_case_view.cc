// A case as its officer may see it: nothing of drafts, approvals, staff's notes or what was found before it is
// delivered.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/documents.h"
#include "app/gather.h"
#include "app/jobs.h"
#include "app/packages.h"
#include "app/receipts.h"
#include "app/refusals.h"
#include "casework/officer_rows.h"
#include "faces/portal_parts.h"
#include "faces/portal_preserve.h"

namespace writ::faces {

using casework::CaseFile;

namespace {

base::Error no_such_case(const std::string& ref) {
  return {base::Errc::not_found, "ref", ref, "there is no such case among those you may see"};
}

const casework::Event* last_of(const CaseFile& file, std::string_view kind) {
  const auto found = std::find_if(file.events.rbegin(), file.events.rend(),
                                  [&](const casework::Event& event) { return event.kind == kind; });
  return found == file.events.rend() ? nullptr : &*found;
}

/// Code of the line in the timeline; empty: not for officers.
std::string shown_kind(const casework::Event& event) {
  for (const char* kind :
       {"received", "verified", "clarification_asked", "clarification_answered", "decided", "delivered", "acknowledged",
        "withdrawn", "preserved", "preservation_extended", "preservation_ended"}) {
    if (event.kind == kind) return kind;
  }
  if (event.kind == "package_erased") return event.kind;
  if (event.kind == "seal_again") return "seal_again_" + nlohmann::json::parse(event.detail).value("why", "");
  return casework::asks_review(event) ? "review_asked" : std::string();
}

/// `sender`: who sent the request, where that is still known.
std::string who_did(const std::string& kind, const casework::Event& event, const people::Person& reader,
                    const std::string& sender) {
  if (event.actor == reader.id) return "you";
  if (event.actor == sender) return "colleague";
  const bool officers = kind == "received" || kind == "clarification_answered" || kind == "acknowledged" ||
                        kind == "withdrawn" || kind == "review_asked";
  return officers ? "colleague" : "us";
}

std::vector<portal::TimelineEntry> timeline_of(Call& call, const CaseFile& file) {
  const people::Person& reader = call.person();
  const auto sender = call.deployment().people.find_by_email(file.request.officer);
  std::vector<portal::TimelineEntry> lines;
  std::map<std::string, std::size_t> said;  // how many texts of a kind were used
  for (const casework::Event& event : file.events) {
    const std::string kind = shown_kind(event);
    if (kind.empty()) continue;
    // The decision that a withdrawal logs is the withdrawal itself.
    if (kind == "decided" && file.state == casework::State::withdrawn) continue;
    portal::TimelineEntry line{
        .kind = kind, .at = event.at, .who = who_did(kind, event, reader, sender ? sender->id : ""), .text = {}};
    std::size_t skip = said[kind];
    for (const casework::Comment& comment : file.comments) {
      if (comment.kind != kind || skip-- != 0) continue;
      line.text = comment.text;
      ++said[kind];
      break;
    }
    lines.push_back(std::move(line));
  }
  std::ranges::reverse(lines);
  return lines;
}

std::optional<portal::RefusalView> refusal_view(Call& call, const CaseFile& file) {
  auto refusal = app::refusal_of(call.deployment(), file, words(call));
  if (!refusal) return std::nullopt;
  return portal::RefusalView{.ground = std::move(refusal->ground),
                             .rule = std::move(refusal->rule),
                             .policy = std::move(refusal->policy),
                             .missing = std::move(refusal->missing),
                             .review_until = refusal->review_until,
                             .review_asked = refusal->review_asked,
                             .unconfirmed = std::move(refusal->unconfirmed)};
}

std::optional<portal::PackageView> package_of(Call& call, const CaseFile& file) {
  const casework::Event* delivered = last_of(file, "delivered");
  if (delivered == nullptr || file.packages.empty()) return std::nullopt;
  // To be sealed again: what lay there is withdrawn. An incomplete package stays while the rest is still to come.
  const casework::Event* again = last_of(file, "seal_again");
  if (again != nullptr && again->number > delivered->number) return std::nullopt;
  const auto detail = nlohmann::json::parse(delivered->detail, nullptr, false);
  if (!detail.is_object()) return std::nullopt;
  portal::PackageView view{.name = file.packages.back(),
                           .bytes = 0,
                           .sha256 = detail.value("package", ""),
                           .delivered_at = delivered->at,
                           .expires = delivered->at + call.deployment().settings.package_kept,
                           .present = false};
  std::error_code error;
  const auto size = std::filesystem::file_size(call.deployment().layout.packages() / file.ref / view.name, error);
  if (!error) view.bytes = size;
  view.present = !error && view.expires > call.deployment().clock.now();
  view.expired = view.expires <= call.deployment().clock.now();
  return view;
}

/// By identifier, as logged with the package. Nothing before a decision was carried out.
std::vector<portal::HoldingLine> holdings_of(Call& call, const CaseFile& file) {
  const bool known = file.state == casework::State::delivered || file.state == casework::State::acknowledged ||
                     file.state == casework::State::no_data || !file.packages.empty();
  if (!known) return {};
  const auto text = casework::last_holdings(call.deployment().db, *call.deployment().keys, file.ref);
  if (!text || text->empty()) return {};
  const auto list = nlohmann::json::parse(*text, nullptr, false);
  std::vector<portal::HoldingLine> lines;
  if (!list.is_array() || file.decisions.empty()) return lines;
  const auto questions = app::planned_questions(file, file.decisions.back());
  for (const auto& one : list) {
    const std::size_t number = one.value("identifier", std::size_t{0});
    if (number == 0 || number > file.request.selectors.size()) continue;
    portal::HoldingLine line{.identifier = file.request.selectors[number - 1].value,
                             .window = number <= questions.size() ? questions[number - 1].window : std::nullopt,
                             .accounts = {}};
    for (const auto& account : one.value("accounts", nlohmann::json::array()))
      line.accounts.push_back(account.get<std::map<std::string, std::string>>());
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string entry_kind(const std::string& folder) {
  if (folder.empty()) return "request";
  return folder.substr(0, folder.find('-'));
}

base::Result<> add_receipts(Call& call, const CaseFile& file, portal::CaseView& view) {
  TRY(const auto receipts, app::receipts_of(call.deployment(), file.ref));
  for (const auto& one : receipts) {
    view.receipts.push_back({.folder = one.folder.empty() ? "request" : one.folder,
                             .kind = entry_kind(one.folder),
                             .ready = !one.proof.empty()});
  }
  view.receipt_ready = !view.receipts.empty() && view.receipts.front().ready;
  view.receipt_due = receipt_due(file.received_at);
  TRY(view.receipt_is_written, app::job_waits(call.deployment().db, app::JobKind::receipt_letter, file.ref));
  return {};
}

/// While the case waits for a source: N3. Which one, and why, is the desk's.
std::optional<base::Time> silent_since(Call& call, const CaseFile& file) {
  if (file.state != casework::State::approved) return std::nullopt;
  const auto found = app::gathered(call.deployment(), file.ref);
  return found && *found && !(*found)->failure.empty() ? std::optional((*found)->at) : std::nullopt;
}

void add_request(portal::CaseView& view, const CaseFile& file) {
  view.agency = file.request.agency;
  view.instrument = file.request.instrument;
  view.file_number = file.request.file_number;
  view.accounts = file.request.selectors.size();
  view.data_sought = file.request.data_sought;
  view.emergency = file.request.emergency;
  view.mailbox = file.request.officer;
  if (file.request.nonce) view.nonce = base::to_hex(*file.request.nonce);
  view.nonce_ours = legal::contains(file.flags, "nonce_ours");
}

}  // namespace

base::Result<LoadedRequest> load_request(Call& call) {
  app::Deployment& deployment = call.deployment();
  const people::Person& person = call.person();
  const std::string& ref = call.param("ref");
  auto file = deployment.casework->find(ref);
  if (!file)
    return file.error().code == base::Errc::not_found ? std::unexpected(no_such_case(ref))
                                                      : std::unexpected(file.error());
  const bool own = !file->erased && file->request.officer == person.email;
  if (!own) {
    TRY(const bool named, casework::OfficerRows(deployment.db).is_viewer(ref, person.email));
    if (!named) return std::unexpected(no_such_case(ref));
  }
  LoadedRequest loaded{.file = std::move(*file), .view = {}};
  portal::CaseView& view = loaded.view;
  view.ref = ref;
  view.stage = stage_of(loaded.file.state);
  view.own = own;
  view.erased = loaded.file.erased;
  view.now = deployment.clock.now();
  view.received_at = loaded.file.received_at;
  view.due_at = loaded.file.due_at;
  if (view.erased) return loaded;
  add_request(view, loaded.file);
  TRY_VOID(add_receipts(call, loaded.file, view));
  TRY(const auto documents, app::Documents(deployment).list(ref));
  for (const app::Document& one : documents)
    view.documents.push_back({one.id, one.name, one.type, one.bytes, base::to_hex(one.sha256)});
  TRY(view.colleagues, casework::OfficerRows(deployment.db).viewers(ref));
  std::erase(view.colleagues, loaded.file.request.officer);
  view.timeline = timeline_of(call, loaded.file);
  for (const casework::Comment& comment : loaded.file.comments) {
    if (comment.kind == "clarification_asked") view.question = comment.text;
  }
  view.source_silent_since = silent_since(call, loaded.file);
  view.refusal = refusal_view(call, loaded.file);
  view.package = package_of(call, loaded.file);
  TRY(view.preservation, preservation_of(call, loaded.file));
  view.holdings = holdings_of(call, loaded.file);
  for (const portal::CategoryLine& one : categories_of(deployment)) {
    if (one.retention_days) view.kept_days[one.code] = *one.retention_days;
  }
  view.key = key_line(call);
  return loaded;
}

base::Result<LoadedRequest> load_own_request(Call& call) {
  TRY(LoadedRequest loaded, load_request(call));
  if (!loaded.view.own) return std::unexpected(no_such_case(call.param("ref")));
  return loaded;
}

}  // namespace writ::faces

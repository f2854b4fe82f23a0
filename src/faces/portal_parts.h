// What the portal's handlers share: the officer, a draft and a case as its pages want them.
#pragma once

#include "app/drafts.h"
#include "casework/case_file.h"
#include "casework/review.h"
#include "faces/respond.h"
#include "portal/case_pages.h"
#include "portal/draft_pages.h"

namespace writ::faces {

portal::Context context(Call& call, Faults errors = {});
struct PortalPage {
  std::string title;
  page::Html main;
  unsigned status = 200;
  std::vector<std::string> scripts = {};
};
http::Response portal_page(Call& call, PortalPage parts);

/// What the profile of holdings says of each category.
std::vector<portal::CategoryLine> categories_of(app::Deployment& deployment);

portal::KeyLine key_line(Call& call);
portal::OfficerView officer_view(Call& call);

/// The draft named by the path, with everything its pages show. not_found unless it is this officer's.
struct LoadedDraft {
  app::Draft draft;
  portal::DraftView view;
};
base::Result<LoadedDraft> load_draft(Call& call);

/// The case named by the path. not_found unless this officer sent it, or was named by who did.
struct LoadedRequest {
  casework::CaseFile file;
  portal::CaseView view;
};
base::Result<LoadedRequest> load_request(Call& call);
/// The same, and not_found to colleagues, who only look.
base::Result<LoadedRequest> load_own_request(Call& call);

/// When the receipt of something committed at `time` is promised: after the next midnight UTC, when the log is appended
/// to, and the minutes that takes.
base::Time receipt_due(base::Time time);

/// What an officer reads of a state: drafts and approvals are the desk's own business.
std::string stage_of(casework::State state);

std::vector<Route> portal_draft_routes();
std::vector<Route> portal_case_routes();
std::vector<Route> portal_ordinary_routes();
std::vector<Route> portal_package_routes();
std::vector<Route> portal_home_routes();
std::vector<Route> portal_apply_routes();  // with the desk's page that decides an application

}  // namespace writ::faces

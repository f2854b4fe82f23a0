// The staff desk.
#include "faces/desk_case.h"
#include "faces/desk_sound.h"
#include "faces/routes.h"

namespace writ::faces {

std::vector<Route> desk_routes() {
  std::vector<Route> list;
  for (const auto& part :
       {desk_inbox_routes(), desk_case_routes(), desk_decision_routes(), desk_gather_routes(), desk_notice_routes(),
        desk_emergency_routes(), desk_sound_routes(), desk_document_routes(), desk_bulk_routes(), desk_book_routes(), desk_close_routes(),
        desk_held_routes(), desk_band_routes(),
        desk_staff_routes(), desk_authority_routes(), desk_record_book_routes()})
    list.insert(list.end(), part.begin(), part.end());
  return list;
}

}  // namespace writ::faces

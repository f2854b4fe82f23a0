// What follows a delivery: the reminder, the end of the file, and sealing again (design: faces.md section 3). A package
// is the authority's once it is acknowledged; until then its officer can have it sealed again.
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

inline constexpr std::chrono::days acknowledge_within{10};  // then the officer is reminded, once

/// True: this decision's package was handed over before, so what is handed over now is the same data sealed again.
bool is_sealed_again(const casework::CaseFile& file);

/// At delivery, in its transaction: plans the reminder and the end, and writes to the officer.
base::Result<> plan_package(Deployment& deployment, const casework::CaseFile& file);
/// The job: a letter, unless the package was acknowledged or is sealed again.
base::Result<> remind_to_acknowledge(Deployment& deployment, const std::string& ref);
/// The job of the last day: erases the file, notes it in the case, and writes to who never took it. Does nothing if a
/// later package took its place. Safe to run again.
base::Result<> expire_package(Deployment& deployment, const std::string& ref);

/// Of an officer. Whatever was sealed to the old key and not acknowledged is sealed again: its file is erased, its case
/// waits to be gathered and sealed, the officer and the desk are told. Gives those cases; none if it is the same key.
/// Errors as people::set_delivery_key().
base::Result<std::vector<std::string>> replace_delivery_key(Deployment& deployment, const people::Person& officer,
                                                            const std::string& key);
/// After the file was erased: the same road. conflict unless it was, or if the package was acknowledged.
base::Result<> ask_package_again(Deployment& deployment, const people::Person& officer, const std::string& ref);

}  // namespace writ::app

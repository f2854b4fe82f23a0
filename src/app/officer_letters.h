// What is written to an officer about a request: only ever that there is something to read or to do, in the officer's
// language, with the case's reference and no word of whom it is about. The answer itself stands in the portal.
#pragma once

#include <string>

#include "app/deployment.h"

namespace writ::app {

/// To the officer of the case; nothing if it has none or was erased. `what` ends the text's key ("mail.case.question")
/// and, with the case's revision, the letter's name: one for each occasion. The text may use ref, time, due
/// (of the case) and days (for the ordinary process). Takes part in
/// the caller's transaction. `page` is that of the case where it is read, "" or "package".
struct OfficerLetter {
  std::string what;
  base::Time time = {};
  std::string page = "";
};
base::Result<> write_officer(Deployment& deployment, const casework::CaseFile& file, const OfficerLetter& letter);

/// After an approval: F1 of a refusal, E2 of an emergency that was not met, or that there is an answer to read. Nothing
/// if the approval ended nothing, or something is to be given: then the package is what is written about.
base::Result<> tell_decision(Deployment& deployment, const std::string& ref);

/// R2: the receipt is there. Planned when a request is sent in the portal, whose page promises to write.
base::Result<> plan_receipt_letter(Deployment& deployment, const std::string& ref);
/// The job. Looks again in a while if the log is late; says when.
base::Result<std::optional<base::Time>> write_receipt_letter(Deployment& deployment, const std::string& ref);

}  // namespace writ::app

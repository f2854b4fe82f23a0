// The witnesses of this deployment's log: state/witnesses.policy, lines of a C2SP tlog-policy without its `log` line.
#pragma once

#include <memory>
#include <string>

#include "app/settings.h"
#include "log/witness.h"
#include "store/db.h"

namespace writ::app {

std::vector<store::Migration> witness_migrations();

/// The lines of the file; "quorum none" if there is none. Not checked yet.
base::Result<std::string> read_witness_lines(const base::Files& files, const Layout& layout);

/// Asks over HTTP by libcurl, each call a connection of its own: witnesses are asked once a day.
class CurlPost final : public log::WitnessPost {
 public:
  base::Result<log::HttpAnswer> post(const std::string& url, const std::string& body) override;
};

/// What witnesses said that a person must look at, newest first.
struct AlarmOnFile {
  base::Time at;
  log::WitnessAlarm alarm;
};
base::Result<> put_alarm_on_file(store::Db& db, base::Time at, const log::WitnessAlarm& alarm);
base::Result<std::vector<AlarmOnFile>> witness_alarms(store::Db& db);

}  // namespace writ::app

// Two witnesses that live in a demonstration itself: with them a reader sees the whole check, a quorum included. Their
// names say what they are; whoever runs the log holds their keys, so they prove nothing to a stranger.
#pragma once

#include <memory>

#include "app/deployment.h"

namespace writ::app {

/// After create_deployment: keys in state/keys, and state/witnesses.policy that asks both to sign.
base::Result<> make_local_witnesses(const base::Path& root, base::Random& random);

/// Those of this deployment, or CurlPost where it has none of its own.
base::Result<std::unique_ptr<log::WitnessPost>> open_witness_post(Deployment& deployment,
                                                                  const crypto::KeyFolder& keys);

}  // namespace writ::app

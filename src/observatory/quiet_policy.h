// Boost.Math without exceptions: what it cannot compute is infinite, zero or not a number.
#pragma once

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/policies/policy.hpp>

namespace writ::observatory {

using QuietPolicy =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;
using Binomial = boost::math::binomial_distribution<double, QuietPolicy>;

}  // namespace writ::observatory

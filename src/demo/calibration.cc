#include "demo/calibration.h"

namespace writ::demo {

namespace {
constexpr Calibration table[] = {
    {"AE", 0, 0, 6, 23},
    {"AU", 0, 0, 14, 23},
    {"BE", 58, 130, 165, 464},
    {"BR", 203, 369, 99, 639},
    {"CH", 0, 0, 32, 77},
    {"CZ", 2, 2, 8, 21},
    {"EE", 2, 5, 9, 44},
    {"ES", 22, 85, 191, 433},
    {"FI", 5, 14, 19, 59},
    {"GB", 3, 7, 139, 292},
    {"HU", 4, 12, 11, 13},
    {"ID", 0, 0, 2, 2},
    {"IT", 6, 18, 152, 401},
    {"KR", 0, 0, 270, 658},
    {"KZ", 0, 0, 74, 496},
    {"LT", 0, 0, 3, 6},
    {"LV", 1, 1, 22, 54},
    {"MY", 0, 0, 4, 11},
    {"NL", 1, 1, 54, 229},
    {"PL", 13, 53, 145, 493},
    {"PT", 0, 0, 5, 6},
    {"RO", 3, 3, 14, 37},
    {"RS", 0, 0, 1, 1},
    {"SE", 3, 17, 14, 46},
    {"TR", 0, 0, 21, 236},
    {"US", 14, 108, 886, 2145},
};
}  // namespace

std::span<const Calibration> calibration() { return table; }

}  // namespace writ::demo

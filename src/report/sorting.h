// A sort that keeps the order of equals. std::stable_sort of libstdc++ 12 uses a function that C++23 has taken away.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace writ::report {

template <class Item, class Less>
void sort_keeping_ties(std::vector<Item>& items, Less less) {
  std::vector<std::size_t> order(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    if (less(items[a], items[b])) return true;
    return !less(items[b], items[a]) && a < b;
  });
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const std::size_t at : order) sorted.push_back(std::move(items[at]));
  items = std::move(sorted);
}

}  // namespace writ::report

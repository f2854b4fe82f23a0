# Boost 1.74 turns Asio's coroutines on for GCC only, and its headers forget two includes. Only server.cc sees Beast.
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/http/server.cc PROPERTIES
  COMPILE_DEFINITIONS "BOOST_ASIO_HAS_STD_COROUTINE=1;BOOST_ASIO_HAS_CO_AWAIT=1"
  COMPILE_OPTIONS "-include;utility;-include;exception")

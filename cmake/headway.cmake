# How a room is declared: its library, its tests, the warnings that all our code is held to.

option(HEADWAY_WERROR "Treat warnings as errors" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(headway_warnings INTERFACE)
target_compile_options(headway_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion
  $<$<BOOL:${HEADWAY_WERROR}>:-Werror>
  # gcc 12 sees overlaps and overflows in "x" + std::string that are not there (gcc bugs 105329 and 105651).
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds>")
target_include_directories(headway_warnings INTERFACE ${CMAKE_SOURCE_DIR})

# headway_room(NAME SOURCES … [LINK …] [PRIVATE_LINK …])
function(headway_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(headway_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(headway_${name} PUBLIC headway_warnings ${ROOM_LINK} PRIVATE ${ROOM_PRIVATE_LINK})
endfunction()

# headway_test(NAME SOURCES … LINK … [LABELS …] [TIMEOUT seconds]): one GoogleTest program, each case a CTest test.
function(headway_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE headway_warnings ${TEST_LINK} GTest::gtest_main)
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  gtest_discover_tests(${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${TEST_TIMEOUT} LABELS "${TEST_LABELS}")
endfunction()

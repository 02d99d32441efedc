#pragma once

// Planted for the test layers.refuses_what_the_table_does_not_name.
#include "base/bytes.hpp"
#include "interop/repository.hpp"
